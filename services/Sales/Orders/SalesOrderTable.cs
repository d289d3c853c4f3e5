using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

static class SalesOrderTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SalesOrder>(table =>
        {
            table.ToTable("sales_orders");
            table.HasKey(o => new { o.TenantId, o.Id });
            table.HasIndex(o => new { o.TenantId, o.OrderNo }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.ExternalId }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.CreatedAt, o.Id }); // The list, newest first.
            table.HasIndex(o => new { o.TenantId, o.UpdatedAt, o.Id }); // updatedSince, and sorted by it
            table.HasIndex(o => new { o.TenantId, o.CustomerId });
            table.HasIndex(o => new { o.ClosesAt }).HasFilter("closes_at is not null"); // What closes by itself, of all tenants.
            table.Ignore(o => o.InOrder).Ignore(o => o.AllowedActions).Ignore(o => o.HasShipped).Ignore(o => o.HasPendingShipments).Ignore(o => o.HoldsStock)
                .Ignore(o => o.Reserves);
            table.Property(o => o.ShipTo).AsJson();
            table.Property(o => o.BillTo).AsJson();
            table.Property(o => o.Opening).AsJson();
            table.Property(o => o.Holding).AsJson();
            table.Property(o => o.Closing).AsJson();
            table.Property(o => o.Cancellation).AsJson();
            table.Property(o => o.Pending).AsJson();
            table.Property(o => o.Refusal).AsJson();
            table.HasMany(o => o.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.SalesOrderId });
            table.HasMany(o => o.Holds).WithOne().HasForeignKey(h => new { h.TenantId, h.SalesOrderId });
            table.HasMany(o => o.Shipments).WithOne().HasForeignKey(s => new { s.TenantId, s.SalesOrderId });
        });
        model.Entity<SalesOrderLine>(table =>
        {
            table.ToTable("sales_order_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.HasIndex(l => new { l.TenantId, l.SalesOrderId, l.LineNo });
            table.HasIndex(l => new { l.TenantId, l.ItemId });
            table.Ignore(l => l.OpenBaseQty).Ignore(l => l.ShippableBaseQty).Ignore(l => l.ReturnableBaseQty).Ignore(l => l.Uom);
        });
        model.Entity<StockHold>(table =>
        {
            table.ToTable("stock_holds");
            table.HasKey(h => new { h.TenantId, h.ReservationId });
            table.HasIndex(h => new { h.TenantId, h.SalesOrderId });
            table.Ignore(h => h.IsOver);
        });
    }
}
