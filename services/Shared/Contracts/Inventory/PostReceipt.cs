namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post what a supplier delivered, or what a customer sent back. Posted once for each receipt; the outcome is
/// <see cref="ReceiptPosted"/>.
/// </summary>
/// <param name="Actor">Who received it.</param>
/// <param name="FacilityId">Where it must be: every line's location is in it. Not checked when null.</param>
/// <param name="Kind"><c>receipt</c> (from a supplier; also when null) or <c>customer_return</c>.</param>
public sealed record PostReceipt(
    string ReceiptId, string ReceiptNo, DateTimeOffset? ReceivedAt, string Actor, IReadOnlyList<PostReceiptLine> Lines, Guid? FacilityId = null,
    string? Kind = null);

/// <summary>One line.</summary>
/// <param name="UomId">Unit of the quantity; the item's base unit when null.</param>
/// <param name="StatusCode">Id or code, for example <c>available</c> or <c>quarantine</c>; available when null.</param>
/// <param name="UnitCost">Per base unit; what the item costs now, or has last cost, when null.</param>
/// <param name="CostSharePct">In a production without a unit cost: how many per cent of all that it costs this line bears.</param>
public sealed record PostReceiptLine(
    string LineId, Guid ItemId, Guid LocationId, decimal Qty, Guid? UomId, Guid? LotId, string? LotNo, DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos,
    string? StatusCode, decimal? UnitCost, decimal? CostSharePct = null);
