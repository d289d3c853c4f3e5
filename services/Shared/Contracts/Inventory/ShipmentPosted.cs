namespace Atlas.Contracts.Inventory;

/// <summary>What became of a <see cref="PostShipment"/>.</summary>
/// <param name="IsAccepted">False: nothing is posted, for the reason that <paramref name="Code"/> and <paramref name="Message"/> give.</param>
/// <param name="Lines">Which stock was taken.</param>
/// <param name="Holds">The reservations that the shipment named, as they are now.</param>
/// <param name="ActionNo">That of the command.</param>
public sealed record ShipmentPosted(
    string ShipmentId, string DemandType, string DemandId, bool IsAccepted, string? Code, string? Message, Guid? TransactionId, long? LedgerSeq, DateTimeOffset At,
    IReadOnlyList<ShipmentPostedLine>? Lines = null, IReadOnlyList<HeldStock>? Holds = null,
    int ActionNo = 0);

/// <summary>Stock that was taken for a line; several where one place or lot did not have it all. Quantities are in the item's base unit.</summary>
public sealed record ShipmentPostedLine(string LineId, Guid ItemId, Guid LocationId, Guid? LotId, string? LotNo, string? SerialNo, decimal Qty);

/// <summary>What a reservation holds after an outcome. Quantities are in the item's base unit.</summary>
/// <param name="HeldQty">All that it still holds or waits for.</param>
/// <param name="AllocatedQty">Of it, set aside as particular stock.</param>
/// <param name="BackorderedQty">Of it, what no stock stands behind yet.</param>
/// <param name="Version">The reservation's version, as in <see cref="ReservationChanged"/>.</param>
public sealed record HeldStock(Guid ReservationId, string? DemandLineId, decimal HeldQty, decimal AllocatedQty, decimal BackorderedQty, long Version);
