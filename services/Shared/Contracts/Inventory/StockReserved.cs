namespace Atlas.Contracts.Inventory;

/// <summary>What became of a <see cref="ReserveStock"/>.</summary>
/// <param name="IsAccepted">False: nothing is held, for the reason that <paramref name="Code"/> and <paramref name="Message"/> give.</param>
/// <param name="Code">For example <c>insufficient_stock</c>; null when accepted.</param>
public sealed record StockReserved(
    string DemandType, string DemandId, int ActionNo, bool IsAccepted, string? Code, string? Message, IReadOnlyList<StockReservedLine> Lines, DateTimeOffset At);

/// <summary>One line: what is held, and what of it no stock stands behind yet. Quantities are in the base unit.</summary>
/// <param name="ReservationId">Null where nothing is held.</param>
public sealed record StockReservedLine(string LineId, Guid ItemId, Guid? ReservationId, decimal RequestedQty, decimal ReservedQty, decimal BackorderedQty);
