using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Batches;

static class BatchTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Batch>(table =>
        {
            table.ToTable("batches");
            table.HasKey(b => new { b.TenantId, b.Id });
            table.HasIndex(b => new { b.TenantId, b.Code }).IsUnique(); // An order is planned once, even if it is announced twice.
            table.HasIndex(b => new { b.TenantId, b.OrderId }); // The batches of an order.
            table.HasIndex(b => new { b.TenantId, b.CreatedAt, b.Id }); // The list, newest first.
            table.HasIndex(b => new { b.TenantId, b.UpdatedAt }); // updated_since
            table.Ignore(b => b.InOrder).Ignore(b => b.PercentComplete).Ignore(b => b.PlannedFinish).Ignore(b => b.AllowedActions);
            table.HasMany(b => b.Milestones).WithOne().HasForeignKey(m => new { m.TenantId, m.BatchId });
        });
        model.Entity<Milestone>(table =>
        {
            table.ToTable("milestones");
            table.HasKey(m => new { m.TenantId, m.BatchId, m.Id });
            table.Ignore(m => m.Date).Ignore(m => m.IsOver).Ignore(m => m.AllowedActions);
        });
    }
}
