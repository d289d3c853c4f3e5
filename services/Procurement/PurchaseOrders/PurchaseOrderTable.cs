using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

static class PurchaseOrderTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PurchaseOrder>(table =>
        {
            table.ToTable("purchase_orders");
            table.HasKey(o => new { o.TenantId, o.Id });
            table.HasIndex(o => new { o.TenantId, o.PoNo }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.ExternalId }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.CreatedAt, o.Id }); // The list, newest first.
            table.HasIndex(o => new { o.TenantId, o.UpdatedAt }); // updatedSince
            table.HasIndex(o => new { o.TenantId, o.SupplierId });
            table.Ignore(o => o.InOrder).Ignore(o => o.AllowedActions).Ignore(o => o.ReceiptStatus).Ignore(o => o.HasReceipts);
            table.Property(o => o.ShipTo).AsJson();
            table.Property(o => o.EarlierRevisions).AsJson();
            table.Property(o => o.Submission).AsJson();
            table.Property(o => o.Approval).AsJson();
            table.Property(o => o.Rejection).AsJson();
            table.Property(o => o.Sending).AsJson();
            table.Property(o => o.Cancellation).AsJson();
            table.Property(o => o.Closing).AsJson();
            table.HasMany(o => o.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.PurchaseOrderId });
        });
        model.Entity<PurchaseOrderLine>(table =>
        {
            table.ToTable("purchase_order_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.HasIndex(l => new { l.TenantId, l.PurchaseOrderId, l.LineNo });
            table.HasIndex(l => new { l.TenantId, l.RequisitionLineId }); // Which orders a requisition became.
            table.Ignore(l => l.OpenBaseQty).Ignore(l => l.IsDone).Ignore(l => l.MostBaseQty).Ignore(l => l.Amount).Ignore(l => l.BaseUnitCost).Ignore(l => l.Uom);
        });
    }
}
