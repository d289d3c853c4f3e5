namespace Atlas.Contracts.Inventory;

/// <summary>A transfer between two facilities as it is now.</summary>
/// <param name="What">What happened: <c>created</c>, <c>updated</c>, <c>approved</c>, <c>shipped</c>, <c>received</c>, <c>closed</c> or
/// <c>cancelled</c>.</param>
/// <param name="TransactionId">The transaction that it posted; null when nothing was.</param>
/// <param name="Version">The transfer's version after the change.</param>
public sealed record TransferChanged(
    Guid TransferId, string TransferNo, string What, string Status, Guid FromFacilityId, Guid ToFacilityId, IReadOnlyList<TransferChangedLine> Lines,
    Guid? TransactionId, string? Reason, DateTimeOffset At, long Version);

/// <summary>One line. Quantities are in the item's base unit; in transit is what was shipped and neither received nor lost.</summary>
public sealed record TransferChangedLine(
    Guid LineId, int LineNo, Guid ItemId, decimal Qty, decimal ShippedQty, decimal ReceivedQty, decimal LostQty);
