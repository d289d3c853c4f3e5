namespace Atlas.Contracts.Inventory;

/// <summary>Asks Inventory to give up everything that is held for a document. The outcome is <see cref="StockReleased"/>.</summary>
/// <param name="ActionNo">As in <see cref="ReserveStock"/>.</param>
/// <param name="Cancels">True: the demand is void. False: it stands, and may be reserved again.</param>
public sealed record ReleaseReservations(string DemandType, string DemandId, int ActionNo, bool Cancels, string? Reason);
