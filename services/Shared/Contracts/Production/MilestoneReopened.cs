namespace Atlas.Contracts.Production;

/// <summary>The completion of a milestone was taken back. It is in progress again.</summary>
/// <param name="Batch">The batch after it.</param>
/// <param name="MilestoneId">Which of its milestones.</param>
/// <param name="ReopenedBy">The credential that did it.</param>
/// <param name="Reason">Why the completion was wrong.</param>
public sealed record MilestoneReopened(
    BatchSnapshot Batch, string MilestoneId, string Label, DateTimeOffset ReopenedAt, string ReopenedBy, string Reason);
