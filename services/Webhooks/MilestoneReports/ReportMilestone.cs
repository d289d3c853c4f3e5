using Atlas.Contracts.Production;
using Atlas.Contracts.Webhooks;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.MilestoneReports;

/// <summary>A factory says that a milestone is complete.</summary>
/// <param name="BatchId">For example <c>batch-001</c>.</param>
/// <param name="MilestoneId">Which of its milestones, for example <c>m3</c>.</param>
/// <param name="CompletedAt">When it happened; now, when absent.</param>
/// <param name="CompletedBy">Who did it.</param>
/// <param name="Notes">Shown in the conversation of the order.</param>
/// <param name="EventId">The factory's own id of this event. The same id again is the same report.</param>
[SnakeCase]
public sealed record ReportMilestoneRequest(
    string BatchId, string MilestoneId, DateTimeOffset? CompletedAt, string? CompletedBy, string? Notes, string? EventId)
    : IReadable<ReportMilestoneRequest>
{
    const int MaxId = 100;
    const int MaxName = 255;
    const int MaxNotes = 2_000;

    public static ReportMilestoneRequest Read(Fields fields) => new(
        fields.Text("batch_id", MaxId), fields.Text("milestone_id", MaxId), fields.OptionalTimestamp("completed_at"),
        fields.OptionalText("completed_by", MaxName), fields.OptionalText("notes", MaxNotes), fields.OptionalText("event_id", MaxName));
}

static class ReportMilestone
{
    static readonly TimeSpan DryRunsKept = TimeSpan.FromMinutes(1);

    /// <summary>Completes a milestone that a factory reports, once, however often it is reported and in whatever order.</summary>
    /// <remarks>200 when it is done, 202 with <c>pending</c> when Production needs longer than 3 seconds; nothing is lost then.</remarks>
    public static async Task<IResult> Handle(
        Body<ReportMilestoneRequest> body, HttpContext http, WebhooksDb db, TimeProvider time, CancellationToken ct)
    {
        var isDryRun = Caller.WantsDryRun(http);
        var request = body.Value;
        if (!isDryRun && request.EventId is not null && await FindAsync(db, request.EventId, ct) is { } earlier)
        {
            if (earlier.BatchId != request.BatchId || earlier.MilestoneId != request.MilestoneId)
                return Error.Invalid(new ErrorDetail("event_id", "event_id_reused", $"was used for {earlier.MilestoneId} of {earlier.BatchId}"));
            if (!earlier.WasRefused) return Answer(db, earlier, isRepeated: true);
            // What was refused may be possible by now: the batch may have been planned since.
            db.MilestoneReports.Remove(earlier);
            await db.SaveChangesAsync(ct);
        }

        var now = time.GetUtcNow();
        var report = new MilestoneReport
        {
            Id = Guid.CreateVersion7(),
            BatchId = request.BatchId,
            MilestoneId = request.MilestoneId,
            EventId = isDryRun ? null : request.EventId,
            CompletedAt = request.CompletedAt ?? now,
            CompletedBy = request.CompletedBy,
            Notes = request.Notes,
            IsDryRun = isDryRun,
            ReceivedAt = now,
        };
        db.MilestoneReports.Add(report);
        db.Publish(new CompleteMilestone(
            report.Id, report.BatchId, report.MilestoneId, report.CompletedAt, report.CompletedBy, report.Notes, isDryRun),
            report.BatchId, version: 0);
        await db.SaveChangesAsync(ct);
        if (isDryRun) await ClearDryRunsAsync(db, now - DryRunsKept, ct);
        return Answer(db, report, isRepeated: false);
    }

    // The lock makes two reports with one event id come one after the other, so that the second finds the first.
    static async Task<MilestoneReport?> FindAsync(WebhooksDb db, string eventId, CancellationToken ct)
    {
        var name = $"{db.CurrentTenant}/milestone-report/{eventId}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 4712))", ct);
        return await db.MilestoneReports.FirstOrDefaultAsync(r => r.EventId == eventId, ct);
    }

    static Settling Answer(WebhooksDb db, MilestoneReport report, bool isRepeated) => new(
        MilestoneReport.SignalOf(report.Id), Reply.Accepted(MilestoneReportView.From(report, isRepeated)),
        async ct =>
        {
            var settled = await db.MilestoneReports.FirstAsync(r => r.Id == report.Id, ct);
            if (!settled.IsSettled) return null;
            if (settled.IsDryRun)
            {
                db.MilestoneReports.Remove(settled);
                await db.SaveChangesAsync(ct);
            }

            return AnswerTo(settled, isRepeated);
        });

    static IResult AnswerTo(MilestoneReport report, bool isRepeated) => report.Outcome switch
    {
        MilestoneReportOutcome.UnknownBatch => Error.NotFound("Batch", report.BatchId),
        MilestoneReportOutcome.UnknownMilestone => Error.NotFound("Milestone", $"{report.BatchId}/{report.MilestoneId}"),
        MilestoneReportOutcome.NotCompletable =>
            BrokenRuleException.InvalidTransition(report.MilestoneState ?? "cancelled", "complete").ToError(),
        _ => Reply.Ok(MilestoneReportView.From(report, isRepeated)),
    };

    // A dry run whose request ended before its answer came leaves its row behind.
    static Task ClearDryRunsAsync(WebhooksDb db, DateTimeOffset before, CancellationToken ct) =>
        db.MilestoneReports.Where(r => r.IsDryRun && r.ReceivedAt < before).ExecuteDeleteAsync(ct);
}
