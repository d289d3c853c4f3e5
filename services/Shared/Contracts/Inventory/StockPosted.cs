namespace Atlas.Contracts.Inventory;

/// <summary>
/// A transaction was posted to the ledger. No longer sent: <see cref="LedgerPosted"/> tells of many at once. What an earlier release has left in
/// an outbox still leaves.
/// </summary>
/// <param name="Type">For example <c>adjustment</c>, <c>receipt</c>, <c>shipment</c>.</param>
/// <param name="EffectiveAt">When it happened, which may be before it was posted.</param>
public sealed record StockPosted(
    Guid TransactionId, string TransactionNo, long LedgerSeq, string Type, string? SourceType, string? SourceId,
    Guid? ReversesTransactionId, DateTimeOffset EffectiveAt, DateTimeOffset PostedAt, IReadOnlyList<StockPostedLine> Lines);

/// <summary>One line: so much more (or less) of an item at a location. Virtual locations stand for the outside.</summary>
/// <param name="Value">What it is worth, with the sign of the quantity. A cost adjustment has value and no quantity.</param>
public sealed record StockPostedLine(
    Guid ItemId, Guid? FacilityId, Guid LocationId, string LocationType, Guid? LotId, string? SerialNo, string StatusCode, decimal Qty,
    decimal? Value = null, string? Currency = null);
