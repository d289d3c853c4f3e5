namespace Atlas.Contracts.Inventory;

/// <summary>Nothing is held for the document any more.</summary>
/// <param name="ReservationIds">What held something before.</param>
public sealed record StockReleased(string DemandType, string DemandId, int ActionNo, IReadOnlyList<Guid> ReservationIds, DateTimeOffset At);
