namespace Atlas.Inventory.Availability;

/// <summary>
/// What can be promised of an item: <c>availableQty</c> is always <c>onHandQty − allocatedQty − reservedQty</c>, and <c>projectedQty</c> is
/// <c>availableQty + incomingQty − outgoingQty − backorderedQty</c>.
/// </summary>
/// <param name="LocationId">
/// Null when grouped by facility or item; then <paramref name="FacilityId"/> is null too for items. By location, the last row of a
/// facility has none where something comes or goes without saying to or from which location.
/// </param>
/// <param name="OnHandQty">In status available, of lots that can be used today.</param>
/// <param name="AllocatedQty">Set aside.</param>
/// <param name="ReservedQty">Held without saying which stock. By location: only what is held at that location.</param>
/// <param name="UnassignedReservedQty">Held in the facility without naming a location. Not yet subtracted in a row of a location.</param>
/// <param name="IncomingQty">To come: in status in transit, by approved transfers, and of purchase orders from their approval on.</param>
/// <param name="OutgoingQty">To leave by approved transfers, as far as nothing is held for them yet.</param>
/// <param name="BackorderedQty">Asked for, with no stock behind it.</param>
/// <param name="LedgerSeq">The last transaction in it.</param>
/// <param name="Explain">With <c>explain=true</c>: everything that the numbers are made of.</param>
public sealed record AvailabilityView(
    Guid ItemId, string ItemNo, Guid? FacilityId, Guid? LocationId, decimal OnHandQty, decimal AllocatedQty, decimal ReservedQty,
    decimal AvailableQty, decimal UnassignedReservedQty, decimal IncomingQty, decimal OutgoingQty, decimal BackorderedQty, decimal ProjectedQty,
    string UomCode, DateTimeOffset AsOf, long LedgerSeq, IReadOnlyList<AvailabilityPart>? Explain);

/// <summary>A part of a number: the parts of one kind add up to it.</summary>
/// <param name="Kind"><c>on_hand</c>, <c>allocated</c>, <c>reserved</c>, <c>unassigned_reserved</c>, <c>incoming</c>, <c>outgoing</c> or <c>backordered</c>.</param>
/// <param name="RefType">
/// <c>transaction</c>, <c>earlier_transactions</c> (many of them, up to the one that is named), <c>allocation</c>, <c>reservation</c>,
/// <c>transfer</c> or <c>purchase_order</c>.
/// </param>
public sealed record AvailabilityPart(string Kind, string RefType, Guid RefId, decimal Qty);
