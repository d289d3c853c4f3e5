namespace Atlas.Inventory.Lots;

/// <summary>Where a lot came from, or what became of it, as the ledger knows it.</summary>
/// <param name="Direction"><c>up</c>: to its components and the receipts they came with. <c>down</c>: to what was made of it and where that went.</param>
/// <param name="Lots">The lot itself on level 0, and all that were found.</param>
/// <param name="Links">What was used for what.</param>
/// <param name="Ends">Where the traces end: receipts, shipments, and adjustments that found or lost something.</param>
/// <param name="IsTruncated">True where there is more than an answer can hold. Trace the lots of its last level on.</param>
public sealed record LotTraceView(
    Guid LotId, string LotNo, Guid ItemId, string Direction, IReadOnlyList<TracedLotView> Lots, IReadOnlyList<TraceLinkView> Links,
    IReadOnlyList<TraceEndView> Ends, bool IsTruncated);

/// <summary>A lot on the way.</summary>
/// <param name="Level">How many work orders it is away.</param>
/// <param name="LotId">Null where the item is not tracked by lot: nothing can be traced beyond it.</param>
/// <param name="OnHandQty">What of it is in stock now.</param>
public sealed record TracedLotView(
    int Level, Guid ItemId, string ItemNo, Guid? LotId, string? LotNo, DateOnly? ExpiryDate, string? Status, decimal? OnHandQty);

/// <summary>A lot was used for another.</summary>
public sealed record TraceLinkView(
    Guid FromItemId, Guid? FromLotId, Guid ToItemId, Guid? ToLotId, string WorkOrderId, string? WorkOrderNo);

/// <summary>A lot came from outside, or left.</summary>
/// <param name="Type">Of the transaction, for example <c>receipt</c>, <c>shipment</c> or <c>adjustment</c>.</param>
/// <param name="SourceNo">The document, for example the receipt.</param>
/// <param name="Qty">In the item's base unit; below zero it left.</param>
public sealed record TraceEndView(
    Guid ItemId, Guid LotId, string Type, Guid TransactionId, string TransactionNo, string? SourceType, string? SourceId, string? SourceNo, decimal Qty,
    DateTimeOffset At);
