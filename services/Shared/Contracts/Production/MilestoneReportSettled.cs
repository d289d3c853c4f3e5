namespace Atlas.Contracts.Production;

/// <summary>What became of a <see cref="Webhooks.CompleteMilestone"/>.</summary>
/// <param name="ReportId">The report that this answers.</param>
/// <param name="Outcome">One of <see cref="MilestoneReportOutcome"/>.</param>
/// <param name="CompletedAt">When the milestone was completed: of the first report, when this one is a duplicate.</param>
/// <param name="CompletedBy">Who completed it, likewise.</param>
/// <param name="OrderId">The order of the batch; null when there is no such batch.</param>
/// <param name="MilestoneState">The state that forbids the completion, when the outcome is <c>not_completable</c>.</param>
/// <param name="Warnings">For example <c>m2_not_completed</c>, when an earlier milestone is still open.</param>
public sealed record MilestoneReportSettled(
    Guid ReportId, string Outcome, DateTimeOffset? CompletedAt, string? CompletedBy, string? OrderId, string? MilestoneState,
    IReadOnlyList<string> Warnings);

/// <summary>The outcomes of a milestone report.</summary>
public static class MilestoneReportOutcome
{
    /// <summary>The milestone is done now.</summary>
    public const string Completed = "completed";

    /// <summary>It was done before; nothing changed.</summary>
    public const string Duplicate = "duplicate";

    public const string UnknownBatch = "unknown_batch";
    public const string UnknownMilestone = "unknown_milestone";

    /// <summary>It was skipped, or its batch was cancelled.</summary>
    public const string NotCompletable = "not_completable";
}
