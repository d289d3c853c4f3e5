namespace Atlas.Contracts.Production;

/// <summary>A work order as it is now, and what happened to it. Quantities are in the item's base unit.</summary>
/// <param name="What">For example <c>created</c>, <c>released</c>, <c>started</c>, <c>issued</c>, <c>completed</c>, <c>reversed</c>, <c>closed</c>.</param>
/// <param name="Status"><c>draft</c>, <c>released</c>, <c>in_progress</c>, <c>on_hold</c>, <c>completed</c>, <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="IsExpected">True while its remaining quantity is on its way: released, and neither completed, closed nor cancelled.</param>
/// <param name="IsShort">True while a component is missing.</param>
public sealed record WorkOrderChanged(
    Guid Id, long Version, string What, string WorkOrderNo, Guid ItemId, Guid BomId, Guid FacilityId, string Status, decimal Qty, decimal CompletedQty,
    decimal ScrappedQty, decimal RemainingQty, bool IsExpected, bool IsShort, DateTimeOffset? PlannedStart, DateTimeOffset? PlannedEnd, string? DemandType,
    string? DemandId, string? BatchId, DateTimeOffset At);
