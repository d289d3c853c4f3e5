namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to hold stock for the lines of a document. Decided once for each document and action number; the outcome is
/// <see cref="StockReserved"/>.
/// </summary>
/// <param name="DemandType"><c>sales_order</c>, <c>work_order</c>, <c>transfer</c>, <c>brand_order</c>, <c>outlet_order</c> or <c>manual</c>.</param>
/// <param name="ActionNo">Counts what the document asks for, so that asking twice is done once and asking again is done again.</param>
/// <param name="Policy"><c>all_or_nothing</c>, <c>partial_backorder</c> (hold what there is, wait for the rest) or <c>partial</c> (hold what there is).</param>
public sealed record ReserveStock(
    string DemandType, string DemandId, int ActionNo, string Policy, DateTimeOffset? ExpiresAt, IReadOnlyList<ReserveStockLine> Lines);

/// <summary>One line.</summary>
/// <param name="UomId">Unit of the quantity; the item's base unit when null.</param>
public sealed record ReserveStockLine(
    string LineId, Guid ItemId, Guid FacilityId, Guid? LocationId, Guid? LotId, decimal Qty, Guid? UomId, DateTimeOffset? NeedBy, int Priority);
