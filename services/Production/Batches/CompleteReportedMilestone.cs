using Atlas.Contracts.Production;
using Atlas.Contracts.Webhooks;
using Atlas.ServiceDefaults;
using MassTransit;

namespace Atlas.Production.Batches;

/// <summary>A factory reported a milestone: it is completed once, everyone hears of it once, and every report is answered.</summary>
sealed class CompleteReportedMilestone(ProductionDb db, TimeProvider time) : IConsumer<CompleteMilestone>
{
    public async Task Consume(ConsumeContext<CompleteMilestone> context)
    {
        var (report, ct) = (context.Message, context.CancellationToken);
        var batch = await db.LockBatchAsync(report.BatchId, ct);

        var settled = Settle(batch, report);
        db.Publish(settled, report.BatchId, batch?.Version ?? 0);
        if (report.IsDryRun) db.ChangeTracker.Clear(); // The answer leaves, the change does not happen.
        await db.SaveChangesAsync(ct);
    }

    MilestoneReportSettled Settle(Batch? batch, CompleteMilestone report)
    {
        if (batch is null) return Answer(MilestoneReportOutcome.UnknownBatch, null, null);
        var milestone = batch.Milestones.Find(m => m.Id == report.MilestoneId);
        if (milestone is null) return Answer(MilestoneReportOutcome.UnknownMilestone, batch, null);

        var warnings = batch.OpenBefore(milestone);
        try
        {
            var isNew = batch.Complete(milestone, report.CompletedAt, report.CompletedBy, report.Notes, time.GetUtcNow());
            if (isNew && !report.IsDryRun)
                db.Publish(batch.CompletionOf(milestone, report.Notes), batch.Id, batch.Version);
            return Answer(isNew ? MilestoneReportOutcome.Completed : MilestoneReportOutcome.Duplicate, batch, milestone, warnings);
        }
        catch (BrokenRuleException)
        {
            return Answer(MilestoneReportOutcome.NotCompletable, batch, milestone);
        }

        MilestoneReportSettled Answer(string outcome, Batch? of, Milestone? with, IReadOnlyList<string>? because = null) => new(
            report.ReportId, outcome, with?.CompletedAt, with?.CompletedBy, of?.OrderId,
            outcome == MilestoneReportOutcome.NotCompletable ? of!.Status == Batch.Cancelled ? Batch.Cancelled : with!.State : null,
            because ?? []);
    }
}
