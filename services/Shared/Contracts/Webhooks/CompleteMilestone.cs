namespace Atlas.Contracts.Webhooks;

/// <summary>Asks Production to complete a milestone that a factory reported. Answered by <c>MilestoneReportSettled</c>.</summary>
/// <param name="ReportId">Names the report, so that its answer finds it.</param>
/// <param name="CompletedAt">When the factory says it happened.</param>
/// <param name="IsDryRun">Only say what would become of it.</param>
public sealed record CompleteMilestone(
    Guid ReportId, string BatchId, string MilestoneId, DateTimeOffset CompletedAt, string? CompletedBy, string? Notes, bool IsDryRun);
