using Atlas.Catalog.Items;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Uoms;

static class UomTable
{
    public static void Map(ModelBuilder model) => model.Entity<Uom>(table =>
    {
        table.ToTable("uoms");
        table.HasKey(u => new { u.TenantId, u.Id });
        table.HasIndex(u => new { u.TenantId, u.CodeKey }).IsUnique(); // A code means one unit.
        table.HasIndex(u => new { u.TenantId, u.ExternalId }).IsUnique();
        table.Property(u => u.Metadata).IsMetadata();
        table.Ignore(u => u.Ratio);
    });
}
