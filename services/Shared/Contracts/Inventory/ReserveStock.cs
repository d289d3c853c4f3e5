namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to hold stock for the lines of a document, or to change what it holds for them: all of it in one decision, which is
/// taken once for each document and action number. The outcome is <see cref="StockReserved"/>.
/// </summary>
/// <param name="DemandType"><c>sales_order</c>, <c>work_order</c>, <c>transfer</c>, <c>brand_order</c>, <c>outlet_order</c> or <c>manual</c>.</param>
/// <param name="ActionNo">Counts what the document asks for, so that asking twice is done once and asking again is done again.</param>
/// <param name="Policy"><c>all_or_nothing</c>, <c>partial_backorder</c> (hold what there is, wait for the rest) or <c>partial</c> (hold what there is).</param>
/// <param name="Releases">Reservations of the document that are given up first, so that their stock is there for the lines.</param>
public sealed record ReserveStock(
    string DemandType, string DemandId, int ActionNo, string Policy, DateTimeOffset? ExpiresAt, IReadOnlyList<ReserveStockLine> Lines,
    IReadOnlyList<Guid>? Releases = null);

/// <summary>One line.</summary>
/// <param name="UomId">Unit of the quantity; the item's base unit when null.</param>
/// <param name="ReservationId">
/// What the line holds already: it is made to hold <paramref name="Qty"/> in all from now on, needed by <paramref name="NeedBy"/> where that is said,
/// and keeps its place among those who wait as far as that leaves it there. When it
/// holds nothing any more, the line gets a new one.
/// </param>
public sealed record ReserveStockLine(
    string LineId, Guid ItemId, Guid FacilityId, Guid? LocationId, Guid? LotId, decimal Qty, Guid? UomId, DateTimeOffset? NeedBy, int Priority,
    Guid? ReservationId = null);
