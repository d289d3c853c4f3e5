using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Lots;

static class LotTable
{
    public static void Map(ModelBuilder model) => model.Entity<Lot>(table =>
    {
        table.ToTable("lots");
        table.HasKey(l => new { l.TenantId, l.Id });
        table.Property(l => l.LotNo).HasMaxLength(64);
        table.Property(l => l.Attributes).IsTexts();
        table.Property(l => l.Metadata).IsTexts();
        table.HasIndex(l => new { l.TenantId, l.ItemId, l.LotNo }).IsUnique(); // A number names one lot of an item.
        table.HasIndex(l => new { l.TenantId, l.ExternalId }).IsUnique();
        table.HasIndex(l => new { l.TenantId, l.CreatedAt, l.Id }); // The list, newest first.
    });
}
