namespace Atlas.Contracts.Sales;

/// <summary>A shipment as it is now, and what happened to it.</summary>
/// <param name="What"><c>posted</c> or <c>rejected</c>.</param>
/// <param name="TransactionId">The ledger transaction in Inventory, once it is posted.</param>
public sealed record ShipmentChanged(
    Guid Id, long Version, string What, string ShipmentNo, Guid SalesOrderId, string OrderNo, string Status, DateTimeOffset ShippedAt, string? Carrier,
    string? TrackingNo, Guid? TransactionId, IReadOnlyList<ShipmentLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. The quantity is in the item's base unit.</summary>
public sealed record ShipmentLineSnapshot(Guid OrderLineId, Guid ItemId, decimal Qty);
