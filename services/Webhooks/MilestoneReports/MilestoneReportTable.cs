using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.MilestoneReports;

static class MilestoneReportTable
{
    public static void Map(ModelBuilder model) => model.Entity<MilestoneReport>(table =>
    {
        table.ToTable("milestone_reports");
        table.HasKey(r => new { r.TenantId, r.Id });
        table.HasIndex(r => new { r.TenantId, r.EventId }).IsUnique(); // A factory's event is taken once.
        table.HasIndex(r => new { r.TenantId, r.ReceivedAt }).HasFilter("is_dry_run"); // Left-over dry runs are cleared away.
        table.Ignore(r => r.IsSettled);
        table.Ignore(r => r.WasRefused);
    });
}
