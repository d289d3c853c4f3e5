using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

/// <summary>A production batch (seed 000).</summary>
/// <param name="Id">For example <c>batch-001</c>.</param>
/// <param name="Code">For example <c>B-2417-A</c>.</param>
/// <param name="Factory">Where it is made, for example <c>Plant A · China</c>.</param>
/// <param name="Units">Pieces.</param>
/// <param name="OrderId">The order it is made for.</param>
/// <param name="Status"><c>planned</c>, <c>in_progress</c>, <c>completed</c>, <c>on_hold</c> or <c>cancelled</c>.</param>
/// <param name="PercentComplete">Milestones done or skipped, in percent.</param>
/// <param name="PlannedFinish">The day by which the last milestone is planned.</param>
/// <param name="WorkOrderIds">The work orders behind it.</param>
[SnakeCase]
public sealed record BatchView(
    string Id, string Code, string Factory, int Units, string OrderId, int MilestoneCount, IReadOnlyList<MilestoneView> Milestones,
    string Status, int PercentComplete, DateOnly? PlannedFinish, DateTimeOffset UpdatedAt, IReadOnlyList<string> WorkOrderIds,
    long Version)
{
    internal static BatchView From(Batch batch) => new(
        batch.Id, batch.Code, batch.Factory, batch.Units, batch.OrderId, batch.Milestones.Count,
        [.. batch.InOrder.Select(MilestoneView.From)], batch.Status, batch.PercentComplete, batch.PlannedFinish, batch.UpdatedAt,
        WorkOrderIds: [], batch.Version);
}

/// <summary>A milestone of a batch (seed 000).</summary>
/// <param name="Id">Unique within its batch, for example <c>m1</c>.</param>
/// <param name="State"><c>todo</c>, <c>in_progress</c>, <c>done</c>, <c>blocked</c> or <c>skipped</c>.</param>
/// <param name="Date">The day of completion when done, the planned day while in progress, null before.</param>
[SnakeCase]
public sealed record MilestoneView(
    string Id, string Label, string State, DateOnly? Date, string? Note, int Seq, DateOnly? PlannedDate,
    DateTimeOffset? CompletedAt, string? CompletedBy)
{
    internal static MilestoneView From(Milestone m) =>
        new(m.Id, m.Label, m.State, m.Date, m.Note, m.Seq, m.PlannedDate, m.CompletedAt, m.CompletedBy);
}
