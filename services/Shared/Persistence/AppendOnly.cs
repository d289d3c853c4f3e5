using Atlas.Persistence.Migrations;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atlas.Persistence;

public static class AppendOnly
{
    /// <summary>Rows are only ever added to this table: the run-time roles have no right to change or delete one.</summary>
    public static EntityTypeBuilder<T> IsAppendOnly<T>(this EntityTypeBuilder<T> table) where T : class
    {
        table.HasAnnotation(Walls.AppendOnly, true);
        return table;
    }
}
