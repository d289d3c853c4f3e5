namespace Atlas.Contracts.Inventory;

/// <summary>What became of a <see cref="ReserveStock"/>.</summary>
/// <param name="IsAccepted">False: nothing is held, for the reason that <paramref name="Code"/> and <paramref name="Message"/> give.</param>
/// <param name="Code">For example <c>insufficient_stock</c>; null when accepted.</param>
/// <param name="Holds">The reservations of these lines, as they are now.</param>
/// <param name="Shortages">When it was all or nothing: the lines for which there is not enough.</param>
public sealed record StockReserved(
    string DemandType, string DemandId, int ActionNo, bool IsAccepted, string? Code, string? Message, IReadOnlyList<StockReservedLine> Lines, DateTimeOffset At,
    IReadOnlyList<HeldStock>? Holds = null, IReadOnlyList<StockShortage>? Shortages = null);

/// <summary>One line: what is held, and what of it no stock stands behind yet. Quantities are in the base unit.</summary>
/// <param name="ReservationId">Null where nothing is held.</param>
public sealed record StockReservedLine(string LineId, Guid ItemId, Guid? ReservationId, decimal RequestedQty, decimal ReservedQty, decimal BackorderedQty);

/// <summary>A line for which there is not enough, in the base unit.</summary>
/// <param name="AvailableQty">What it could have had.</param>
public sealed record StockShortage(string LineId, Guid ItemId, Guid FacilityId, decimal RequestedQty, decimal AvailableQty);
