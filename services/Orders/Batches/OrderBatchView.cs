using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Batches;

/// <summary>A batch inside an order (seed 000).</summary>
/// <param name="Id">For example <c>batch-001</c>.</param>
/// <param name="Code">For example <c>B-2417-A</c>.</param>
/// <param name="Factory">Where it is made, for example <c>Plant A · China</c>.</param>
[SnakeCase]
public sealed record OrderBatchView(
    string Id, string Code, string Factory, IReadOnlyList<OrderMilestoneView> Milestones, int Units, string Status, DateTimeOffset UpdatedAt)
{
    internal static OrderBatchView From(OrderBatch batch) => new(
        batch.BatchId, batch.Code, batch.Factory, [.. batch.Milestones.OrderBy(m => m.Seq).Select(OrderMilestoneView.From)],
        batch.Units, batch.Status, batch.UpdatedAt);
}

/// <summary>A milestone of a batch (seed 000).</summary>
/// <param name="Id">Unique within its batch, for example <c>m1</c>.</param>
/// <param name="State"><c>todo</c>, <c>in_progress</c>, <c>done</c>, <c>blocked</c> or <c>skipped</c>.</param>
/// <param name="Date">The day of completion when done, the planned day while in progress, null before.</param>
[SnakeCase]
public sealed record OrderMilestoneView(
    string Id, string Label, string State, DateOnly? Date, string? Note, int Seq, DateOnly? PlannedDate,
    DateTimeOffset? CompletedAt, string? CompletedBy)
{
    internal static OrderMilestoneView From(MilestoneSnapshot m) =>
        new(m.Id, m.Label, m.State, m.Date, m.Note, m.Seq, m.PlannedDate, m.CompletedAt, m.CompletedBy);
}
