namespace Atlas.Contracts.Production;

/// <summary>A milestone of a batch was completed. Published once per milestone, however often the factory reports it.</summary>
/// <param name="Batch">The batch after the completion.</param>
/// <param name="MilestoneId">Which of its milestones.</param>
/// <param name="CompletedAt">When the factory says it happened.</param>
/// <param name="CompletedBy">Who the factory says did it.</param>
public sealed record MilestoneCompleted(
    BatchSnapshot Batch, string MilestoneId, string Label, DateTimeOffset CompletedAt, string? CompletedBy, string? Notes);
