using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class BrandOrderTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<BrandOrder>(table =>
        {
            table.ToTable("orders");
            table.HasKey(o => new { o.TenantId, o.Id });
            table.HasIndex(o => new { o.TenantId, o.Code }).IsUnique(); // A purchase order is taken in once.
            table.HasIndex(o => new { o.TenantId, o.ExternalId }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.ReceivedAt, o.Id }); // The list, newest first.
            table.HasIndex(o => new { o.TenantId, o.UpdatedAt }); // updated_since
            table.Ignore(o => o.AllowedActions);
            table.HasMany(o => o.LineItems).WithOne().HasForeignKey(l => new { l.TenantId, l.OrderId });
        });
        model.Entity<BrandOrderLineItem>(table =>
        {
            table.ToTable("order_line_items");
            table.HasKey(l => new { l.TenantId, l.OrderId, l.Id });
        });
    }
}
