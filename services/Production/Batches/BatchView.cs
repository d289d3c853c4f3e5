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
/// <param name="AllowedActions">What can be done with it now, by <c>POST /api/v1/batches/{id}/{action}</c>.</param>
[SnakeCase]
public sealed record BatchView(
    string Id, string Code, string Factory, int Units, string OrderId, int MilestoneCount, IReadOnlyList<MilestoneView> Milestones,
    string Status, int PercentComplete, DateOnly? PlannedFinish, DateTimeOffset UpdatedAt, IReadOnlyList<string> WorkOrderIds,
    IReadOnlyList<string> AllowedActions, long Version)
{
    internal static BatchView From(Batch batch, ILookup<string, Guid> workOrders) => new(
        batch.Id, batch.Code, batch.Factory, batch.Units, batch.OrderId, batch.Milestones.Count,
        [.. batch.InOrder.Select(milestone => MilestoneView.From(milestone, batch.AllowedActionsOn(milestone)))], batch.Status, batch.PercentComplete, batch.PlannedFinish, batch.UpdatedAt,
        [.. workOrders[batch.Id].Select(id => id.ToString())], batch.AllowedActions, batch.Version);
}

/// <summary>A milestone of a batch (seed 000).</summary>
/// <param name="Id">Unique within its batch, for example <c>m1</c>.</param>
/// <param name="State"><c>todo</c>, <c>in_progress</c>, <c>done</c>, <c>blocked</c> or <c>skipped</c>.</param>
/// <param name="Date">The day of completion when done, the planned day while in progress, null before.</param>
/// <param name="AllowedActions">What can be done with it now, by <c>POST /api/v1/batches/{id}/milestones/{milestone_id}/{action}</c>.</param>
[SnakeCase]
public sealed record MilestoneView(
    string Id, string Label, string State, DateOnly? Date, string? Note, int Seq, DateOnly? PlannedDate,
    DateTimeOffset? CompletedAt, string? CompletedBy, IReadOnlyList<string> AllowedActions)
{
    internal static MilestoneView From(Milestone m, IReadOnlyList<string> allowedActions) =>
        new(m.Id, m.Label, m.State, m.Date, m.Note, m.Seq, m.PlannedDate, m.CompletedAt, m.CompletedBy, allowedActions);
}
