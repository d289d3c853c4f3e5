namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post what left for a customer, or went back to a supplier. Posted once for each shipment, all lines or none; the
/// outcome is <see cref="ShipmentPosted"/>.
/// </summary>
/// <remarks>
/// To a customer, lines that name a reservation fulfil it, and the others take what is free. What goes back to a supplier is named exactly, by
/// location, lot, serial numbers and status, and may be of any status and past its expiry; what is held for others stays.
/// </remarks>
/// <param name="Kind"><c>shipment</c> (to a customer; also when null) or <c>supplier_return</c>.</param>
/// <param name="ActionNo">Tells a second try from the first, where a document can be shipped again after it was refused: each is decided once.</param>
public sealed record PostShipment(
    string ShipmentId, string ShipmentNo, string DemandType, string DemandId, DateTimeOffset? ShippedAt, string Actor, IReadOnlyList<PostShipmentLine> Lines,
    string? Kind = null, int ActionNo = 0);

/// <summary>One line. Quantities are in the item's base unit.</summary>
/// <param name="LocationId">With lot and serial numbers: which stock was taken; chosen by the item's strategy where nothing is named.</param>
/// <param name="LotNo">Of what goes back to a supplier: the lot by its number, with or without its id.</param>
/// <param name="StatusCode">Id or code of what goes back to a supplier; available when null, as always to a customer.</param>
public sealed record PostShipmentLine(
    string LineId, Guid? ReservationId, Guid ItemId, Guid FacilityId, decimal Qty, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos,
    string? StatusCode = null, string? LotNo = null);
