namespace Atlas.Contracts.Inventory;

/// <summary>A reservation as it is now. Quantities are in the item's base unit and add up to <c>Qty</c>.</summary>
/// <param name="What">What happened: <c>created</c>, <c>updated</c>, <c>allocated</c>, <c>deallocated</c>, <c>released</c>,
/// <c>cancelled</c>, <c>fulfilled</c>, <c>filled</c> (stock came
/// for what was waited for) or <c>expired</c>.</param>
/// <param name="Version">The reservation's version after the change.</param>
public sealed record ReservationChanged(
    Guid ReservationId, string ReservationNo, string What, string Status, Guid ItemId, Guid FacilityId, string DemandType, string DemandId,
    string? DemandLineId, decimal Qty, decimal OpenQty, decimal AllocatedQty, decimal FulfilledQty, decimal ReleasedQty,
    decimal CancelledQty, decimal ExpiredQty, decimal BackorderedQty, DateTimeOffset At, long Version);
