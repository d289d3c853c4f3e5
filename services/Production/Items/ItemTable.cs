using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Items;

static class ItemTable
{
    public static void Map(ModelBuilder model) => model.Entity<Item>(table =>
    {
        table.ToTable("items");
        table.HasKey(i => new { i.TenantId, i.Id });
        table.Ignore(i => i.HasLots).Ignore(i => i.HasSerials).Ignore(i => i.IsPhantom).Ignore(i => i.IsService);
        // Read and written as a whole, as it comes with each event.
        table.Property(i => i.Conversions).AsJson();
    });
}
