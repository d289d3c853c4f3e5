namespace Atlas.Contracts.Sales;

/// <summary>What a customer has sent back, as it is now, and what happened to it.</summary>
/// <param name="What"><c>posted</c> or <c>rejected</c>.</param>
/// <param name="TransactionId">The ledger transaction in Inventory, once it is posted.</param>
public sealed record SalesReturnChanged(
    Guid Id, long Version, string What, string ReturnNo, Guid SalesOrderId, string OrderNo, string Status, DateTimeOffset ReceivedAt, string? Reason,
    Guid? TransactionId, IReadOnlyList<SalesReturnLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. The quantity is in the item's base unit.</summary>
/// <param name="StatusCode">Id or code of the stock status that it was received into.</param>
public sealed record SalesReturnLineSnapshot(Guid OrderLineId, Guid ItemId, decimal Qty, string StatusCode);
