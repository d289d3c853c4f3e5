using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierReturns;

static class SupplierReturnTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SupplierReturn>(table =>
        {
            table.ToTable("supplier_returns");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.HasIndex(r => new { r.TenantId, r.ReturnNo }).IsUnique();
            table.HasIndex(r => new { r.TenantId, r.CreatedAt, r.Id }); // The list, newest first.
            table.HasIndex(r => new { r.TenantId, r.UpdatedAt }); // updatedSince
            table.HasIndex(r => new { r.TenantId, r.PurchaseOrderId }); // What of an order went back.
            table.Ignore(r => r.InOrder).Ignore(r => r.AllowedActions);
            table.Property(r => r.Shipment).AsJson();
            table.Property(r => r.Closing).AsJson();
            table.Property(r => r.Cancellation).AsJson();
            table.HasMany(r => r.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.SupplierReturnId });
        });
        model.Entity<SupplierReturnLine>(table =>
        {
            table.ToTable("supplier_return_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.HasIndex(l => new { l.TenantId, l.SupplierReturnId, l.LineNo });
            table.HasIndex(l => new { l.TenantId, l.ReceiptId }); // What of a receipt went back.
            table.Property(l => l.SerialNos).AsJson();
        });
    }
}
