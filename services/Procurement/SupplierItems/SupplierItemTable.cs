using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

static class SupplierItemTable
{
    public static void Map(ModelBuilder model) => model.Entity<SupplierItem>(table =>
    {
        table.ToTable("supplier_items");
        table.HasKey(s => new { s.TenantId, s.Id });
        table.HasIndex(s => new { s.TenantId, s.SupplierId, s.ItemId, s.UomId }).IsUnique(); // One price list for each.
        table.HasIndex(s => new { s.TenantId, s.ItemId }); // Who sells an item.
        table.Property(s => s.PriceBreaks).AsJson();
    });
}
