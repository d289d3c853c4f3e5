namespace Atlas.Contracts.Sales;

/// <summary>A sales order as it is now, and what happened to it.</summary>
/// <param name="What">For example <c>created</c>, <c>opened</c>, <c>reservation_changed</c>, <c>shipped</c>, <c>cancelled</c>, <c>closed</c>, <c>returned</c>.</param>
/// <param name="Status"><c>draft</c>, <c>open</c>, <c>partially_shipped</c>, <c>shipped</c>, <c>on_hold</c>, <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="ReservationStatus"><c>none</c>, <c>partial</c>, <c>full</c> or <c>backordered</c>.</param>
/// <param name="FulfillmentStatus"><c>unfulfilled</c>, <c>partial</c> or <c>fulfilled</c>.</param>
public sealed record SalesOrderChanged(
    Guid Id, long Version, string What, string OrderNo, string? CustomerId, string? Channel, string Currency, string Status, string ReservationStatus,
    string FulfillmentStatus, decimal Total, Guid? FacilityId, IReadOnlyList<SalesOrderLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. Quantities are in the item's base unit.</summary>
/// <param name="ReservedQty">Held, with stock behind it.</param>
/// <param name="CancelledQty">Will not be shipped any more.</param>
public sealed record SalesOrderLineSnapshot(
    Guid Id, int LineNo, Guid ItemId, Guid? FacilityId, decimal OrderedQty, decimal ReservedQty, decimal BackorderedQty, decimal ShippedQty,
    decimal CancelledQty, decimal ReturnedQty);
