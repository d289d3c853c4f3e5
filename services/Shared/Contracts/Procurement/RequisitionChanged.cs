namespace Atlas.Contracts.Procurement;

/// <summary>A requisition as it is now, and what happened to it.</summary>
/// <param name="What">For example <c>created</c>, <c>submitted</c>, <c>approved</c>, <c>converted</c>, <c>cancelled</c>.</param>
/// <param name="PurchaseOrderIds">The orders that it became.</param>
public sealed record RequisitionChanged(
    Guid Id, long Version, string What, string RequisitionNo, Guid FacilityId, string Status, string Priority, IReadOnlyList<Guid> PurchaseOrderIds,
    DateTimeOffset At);
