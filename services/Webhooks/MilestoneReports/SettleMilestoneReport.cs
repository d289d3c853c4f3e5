using Atlas.Contracts.Production;
using Atlas.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.MilestoneReports;

/// <summary>Production has answered: the report is settled, and the request that waits for it hears so.</summary>
sealed class SettleMilestoneReport(WebhooksDb db) : IConsumer<MilestoneReportSettled>
{
    public async Task Consume(ConsumeContext<MilestoneReportSettled> context)
    {
        var ct = context.CancellationToken;
        var report = await db.MilestoneReports.FirstOrDefaultAsync(r => r.Id == context.Message.ReportId, ct);
        if (report is null) return; // A dry run whose time is over.
        report.Settle(context.Message);
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, MilestoneReport.SignalOf(report.Id), ct);
    }
}
