using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

static class ReceiptTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Receipt>(table =>
        {
            table.ToTable("receipts");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.HasIndex(r => new { r.TenantId, r.PurchaseOrderId, r.CreatedAt, r.Id }); // The list of an order, newest first.
            // A delivery note is received once; one that was refused or reversed may come again.
            table.HasIndex(r => new { r.TenantId, r.SupplierId, r.SupplierReference }).IsUnique().HasFilter("status in ('pending', 'posted', 'reversing')");
            table.Ignore(r => r.InOrder).Ignore(r => r.AllowedActions);
            table.Property(r => r.Reversal).AsJson();
            table.HasMany(r => r.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.ReceiptId });
        });
        model.Entity<ReceiptLine>(table =>
        {
            table.ToTable("receipt_lines");
            table.HasKey(l => new { l.TenantId, l.ReceiptId, l.LineNo });
            table.Ignore(l => l.ReturnableBaseQty);
            table.Property(l => l.SerialNos).AsJson();
        });
    }
}
