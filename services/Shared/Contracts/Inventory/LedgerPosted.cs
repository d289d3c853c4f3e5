namespace Atlas.Contracts.Inventory;

/// <summary>
/// What was posted to a tenant's ledger together, at most a hundred transactions. They are in the order of <c>LedgerSeq</c> and without gaps, in a
/// message and from one to the next.
/// </summary>
/// <remarks>Its trace is that of the first transaction.</remarks>
public sealed record LedgerPosted(IReadOnlyList<PostedTransaction> Transactions);

/// <summary>One transaction of the ledger.</summary>
/// <param name="Type">For example <c>adjustment</c>, <c>receipt</c>, <c>shipment</c>.</param>
/// <param name="EffectiveAt">When it happened, which may be before it was posted.</param>
public sealed record PostedTransaction(
    Guid TransactionId, string TransactionNo, long LedgerSeq, string Type, string? SourceType, string? SourceId,
    Guid? ReversesTransactionId, DateTimeOffset EffectiveAt, DateTimeOffset PostedAt, IReadOnlyList<StockPostedLine> Lines);
