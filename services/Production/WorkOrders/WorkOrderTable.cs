using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atlas.Production.WorkOrders;

static class WorkOrderTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WorkOrder>(table =>
        {
            table.ToTable("work_orders");
            table.HasKey(o => new { o.TenantId, o.Id });
            table.HasIndex(o => new { o.TenantId, o.WorkOrderNo }).IsUnique();
            table.HasIndex(o => new { o.TenantId, o.CreatedAt, o.Id }); // The list, newest first.
            table.HasIndex(o => new { o.TenantId, o.UpdatedAt }); // updatedSince
            table.HasIndex(o => new { o.TenantId, o.BomId }); // Which open orders need a version.
            table.HasIndex(o => new { o.TenantId, o.ItemId });
            table.HasIndex(o => new { o.TenantId, o.BatchId }); // The work orders of a batch.
            table.Ignore(o => o.Outputs).Ignore(o => o.HasOutput).Ignore(o => o.AllowedActions).Ignore(o => o.DoneBaseQty).Ignore(o => o.RemainingBaseQty)
                .Ignore(o => o.MostBaseQty).Ignore(o => o.WipCost).Ignore(o => o.UnitCost);
            table.Property(o => o.Pending).AsJson();
            table.Property(o => o.Refusal).AsJson();
            table.Property(o => o.ByProducts).AsJson();
            table.Property(o => o.Release).AsJson();
            table.Property(o => o.Start).AsJson();
            table.Property(o => o.Completion).AsJson();
            table.Property(o => o.Hold).AsJson();
            table.Property(o => o.Cancellation).AsJson();
            table.Property(o => o.Closure).AsJson();
            table.HasMany(o => o.Requirements).WithOne().HasForeignKey(r => new { r.TenantId, r.WorkOrderId });
            table.HasMany(o => o.Postings).WithOne().HasForeignKey(p => new { p.TenantId, p.WorkOrderId });
        });
        model.Entity<Requirement>(table =>
        {
            table.ToTable("work_order_requirements");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.HasIndex(r => new { r.TenantId, r.WorkOrderId, r.LineNo });
            table.Ignore(r => r.WipQty).Ignore(r => r.HeldQty).Ignore(r => r.ReservedQty).Ignore(r => r.AllocatedQty).Ignore(r => r.HoldsStock).Ignore(r => r.ShortageQty);
            AsText(table.Property(r => r.PerUnit));
            AsText(table.Property(r => r.NetPerUnit));
            table.Property(r => r.Wip).AsJson();
        });
        model.Entity<Posting>(table =>
        {
            table.ToTable("work_order_postings");
            table.HasKey(p => new { p.TenantId, p.Id });
            table.HasIndex(p => new { p.TenantId, p.WorkOrderId, p.No });
            table.Ignore(p => p.ReturnedCost);
            table.Property(p => p.SerialNos).AsJson();
            table.Property(p => p.Uses).AsJson();
            table.Property(p => p.ByProducts).AsJson();
            table.Property(p => p.Warnings).AsJson();
            table.Property(p => p.Step).AsJson();
            table.Property(p => p.Reversal).AsJson();
        });
    }

    // No column type holds a fraction exactly, and none is ever searched for.
    static void AsText(PropertyBuilder<Ratio> ratio) => ratio.HasConversion(value => value.ToString(), text => Ratio.Parse(text));
}
