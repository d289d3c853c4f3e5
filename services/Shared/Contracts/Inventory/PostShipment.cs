namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post what left for a customer. Lines that name a reservation fulfil it; the others take what is free. Posted once
/// for each shipment, all lines or none; the outcome is <see cref="ShipmentPosted"/>.
/// </summary>
public sealed record PostShipment(
    string ShipmentId, string ShipmentNo, string DemandType, string DemandId, DateTimeOffset? ShippedAt, string Actor, IReadOnlyList<PostShipmentLine> Lines);

/// <summary>One line. Quantities are in the item's base unit.</summary>
/// <param name="LocationId">With lot and serial numbers: which stock was taken; chosen by the item's strategy where nothing is named.</param>
public sealed record PostShipmentLine(
    string LineId, Guid? ReservationId, Guid ItemId, Guid FacilityId, decimal Qty, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos);
