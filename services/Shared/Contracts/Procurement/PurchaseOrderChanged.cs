namespace Atlas.Contracts.Procurement;

/// <summary>A purchase order as it is now, and what happened to it.</summary>
/// <param name="What">For example <c>created</c>, <c>submitted</c>, <c>approved</c>, <c>sent</c>, <c>received</c>, <c>returned</c>, <c>closed</c>.</param>
/// <param name="Status"><c>draft</c>, <c>pending_approval</c>, <c>approved</c>, <c>sent</c>, <c>partially_received</c>, <c>received</c>, <c>closed</c>,
/// <c>rejected</c> or <c>cancelled</c>.</param>
/// <param name="IsExpected">True while its open quantities are on their way: approved, and neither closed nor cancelled.</param>
public sealed record PurchaseOrderChanged(
    Guid Id, long Version, string What, string PoNo, Guid SupplierId, Guid FacilityId, string Currency, string Status, int Revision, decimal Total,
    bool IsExpected, IReadOnlyList<PurchaseOrderLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. Quantities are in the item's base unit.</summary>
/// <param name="ReturnedQty">Of what was received, what went back to the supplier.</param>
public sealed record PurchaseOrderLineSnapshot(
    Guid Id, int LineNo, Guid ItemId, decimal OrderedQty, decimal ReceivedQty, decimal OpenQty, DateOnly? ExpectedDate, Guid? RequisitionLineId,
    decimal ReturnedQty = 0);
