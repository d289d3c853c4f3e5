using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

static class RequisitionTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Requisition>(table =>
        {
            table.ToTable("requisitions");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.HasIndex(r => new { r.TenantId, r.RequisitionNo }).IsUnique();
            table.HasIndex(r => new { r.TenantId, r.ExternalId }).IsUnique();
            table.HasIndex(r => new { r.TenantId, r.CreatedAt, r.Id }); // The list, newest first.
            table.HasIndex(r => new { r.TenantId, r.UpdatedAt }); // updatedSince
            table.Ignore(r => r.InOrder).Ignore(r => r.AllowedActions).Ignore(r => r.EstimatedTotal);
            table.Property(r => r.Submission).AsJson();
            table.Property(r => r.Approval).AsJson();
            table.Property(r => r.Rejection).AsJson();
            table.Property(r => r.Cancellation).AsJson();
            table.Property(r => r.PurchaseOrderIds).AsJson();
            table.HasMany(r => r.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.RequisitionId });
        });
        model.Entity<RequisitionLine>(table =>
        {
            table.ToTable("requisition_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.HasIndex(l => new { l.TenantId, l.RequisitionId, l.LineNo });
            table.Ignore(l => l.OpenQty).Ignore(l => l.Status);
            table.Property(l => l.PurchaseOrderLineIds).AsJson();
        });
    }
}
