using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Shipments;

static class ShipmentTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Shipment>(table =>
        {
            table.ToTable("shipments");
            table.HasKey(s => new { s.TenantId, s.Id });
            table.HasIndex(s => new { s.TenantId, s.SalesOrderId });
            table.HasIndex(s => new { s.TenantId, s.CreatedAt, s.Id }); // The list, newest first.
            table.Ignore(s => s.InOrder);
            table.HasMany(s => s.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.ShipmentId });
        });
        model.Entity<ShipmentLine>(table =>
        {
            table.ToTable("shipment_lines");
            table.HasKey(l => new { l.TenantId, l.ShipmentId, l.LineNo });
            table.Ignore(l => l.Uom);
            table.Property(l => l.SerialNos).AsJson();
            table.Property(l => l.Taken).AsJson();
        });
    }
}
