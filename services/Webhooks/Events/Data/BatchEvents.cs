using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>batch.planned</c>: the batch as <c>GET /api/v1/batches</c> shows it.</summary>
[SnakeCase]
public sealed record BatchData(
    string Id, string Code, string Factory, int Units, string OrderId, string Status, int MilestoneCount,
    IReadOnlyList<MilestoneData> Milestones, long Version)
{
    internal static BatchData From(BatchSnapshot batch) => new(
        batch.Id, batch.Code, batch.Factory, batch.Units, batch.OrderId, batch.Status, batch.Milestones.Count,
        [.. batch.Milestones.Select(m => new MilestoneData(m.Id, m.Label, m.State, m.Date))], batch.Version);
}

/// <summary>A milestone of a batch.</summary>
[SnakeCase]
public sealed record MilestoneData(string Id, string Label, string State, DateOnly? Date);

/// <summary>Data of <c>milestone.completed</c>.</summary>
/// <param name="CompletedBy">Who the factory says did it; null when it does not say.</param>
/// <param name="Batch">The batch after the completion.</param>
[SnakeCase]
public sealed record MilestoneCompletedData(
    string BatchId, string MilestoneId, string OrderId, string Label, DateTimeOffset CompletedAt, string? CompletedBy, string? Notes,
    BatchData Batch)
{
    internal static MilestoneCompletedData From(MilestoneCompleted milestone) => new(
        milestone.Batch.Id, milestone.MilestoneId, milestone.Batch.OrderId, milestone.Label, milestone.CompletedAt, milestone.CompletedBy,
        milestone.Notes, BatchData.From(milestone.Batch));
}

/// <summary>Data of <c>milestone.reopened</c>: a completion was taken back.</summary>
/// <param name="Reason">Why the completion was wrong.</param>
/// <param name="Batch">The batch after it.</param>
[SnakeCase]
public sealed record MilestoneReopenedData(
    string BatchId, string MilestoneId, string OrderId, string Label, DateTimeOffset ReopenedAt, string Reason, BatchData Batch)
{
    internal static MilestoneReopenedData From(MilestoneReopened milestone) => new(
        milestone.Batch.Id, milestone.MilestoneId, milestone.Batch.OrderId, milestone.Label, milestone.ReopenedAt, milestone.Reason,
        BatchData.From(milestone.Batch));
}
