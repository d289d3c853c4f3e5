namespace Atlas.Inventory.Transfers;

/// <summary>Stock that goes from one facility to another.</summary>
/// <param name="TransferNo">For example <c>TRF-000042</c>.</param>
/// <param name="Status"><c>draft</c>, <c>approved</c>, <c>in_transit</c>, <c>partially_received</c>, <c>received</c>, <c>closed_short</c> or
/// <c>cancelled</c>.</param>
/// <param name="Reason">Why it was closed short or cancelled.</param>
/// <param name="Shipments">What has left, one for each time.</param>
/// <param name="Receipts">What has arrived, one for each time.</param>
/// <param name="ShippedAt">When the first of it left.</param>
/// <param name="ReceivedAt">When the last of it arrived.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record TransferView(
    Guid Id, string TransferNo, Guid FromFacilityId, Guid ToFacilityId, string Status, DateOnly? RequestedShipDate, DateOnly? ExpectedArrival,
    string? Carrier, string? TrackingNo, string? Notes, string? Reason, IReadOnlyList<TransferLineView> Lines, IReadOnlyList<TransferShipmentView> Shipments,
    IReadOnlyList<TransferReceiptView> Receipts, DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? ShippedAt, string? ShippedBy,
    DateTimeOffset? ReceivedAt, string? ReceivedBy, DateTimeOffset? ClosedAt, string? ClosedBy, DateTimeOffset? CancelledAt, string? CancelledBy,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static TransferView From(Transfer t) => new(
        t.Id, t.TransferNo, t.FromFacilityId, t.ToFacilityId, t.Status, t.RequestedShipDate, t.ExpectedArrival, t.Carrier, t.TrackingNo, t.Notes, t.Reason,
        [.. t.Lines.OrderBy(line => line.LineNo).Select(line => TransferLineView.From(t, line))],
        [.. Events(t, TransferMovement.Ship).Select(e => new TransferShipmentView(e.Key, e.First().At, e.First().By, e.First().Carrier, e.First().TrackingNo, Moved(e)))],
        [.. Events(t, TransferMovement.Receive).Select(e => new TransferReceiptView(e.Key, e.First().At, e.First().By, Moved(e)))],
        t.ApprovedAt, t.ApprovedBy, t.ShippedAt, t.ShippedBy, t.ReceivedAt, t.ReceivedBy, t.ClosedAt, t.ClosedBy, t.CancelledAt, t.CancelledBy,
        t.ExternalId, t.Metadata, t.AllowedActions, t.CreatedBy, t.CreatedAt, t.UpdatedAt, t.Version);

    static IEnumerable<IGrouping<Guid, TransferMovement>> Events(Transfer t, string kind) => t.Movements.Where(m => m.Kind == kind).GroupBy(m => m.TransactionId);

    static IReadOnlyList<TransferMovedView> Moved(IEnumerable<TransferMovement> movements) => [.. movements.Select(m => new TransferMovedView(
        m.LineId, m.ItemId, m.LocationId!.Value, m.LotId == Guid.Empty ? null : m.LotId, m.SerialNo.Length == 0 ? null : m.SerialNo, m.Qty))];
}

/// <summary>A line of a transfer. Quantities are in the item's base unit.</summary>
/// <param name="FromLocationId">Where it is to be taken from; null for anywhere in the facility.</param>
/// <param name="ToLocationId">Where it is to go; null when that is said on receipt.</param>
/// <param name="LotId">The lot that is to go; null for any.</param>
/// <param name="InTransitQty">Always <c>shippedQty − receivedQty − lostQty</c>.</param>
public sealed record TransferLineView(
    Guid Id, int LineNo, Guid ItemId, Guid UomId, decimal Qty, Guid? FromLocationId, Guid? ToLocationId, Guid? LotId, decimal ShippedQty, decimal ReceivedQty,
    decimal LostQty, decimal InTransitQty)
{
    internal static TransferLineView From(Transfer t, TransferLine l) => new(
        l.Id, l.LineNo, l.ItemId, l.UomId, l.Qty, l.FromLocationId, l.ToLocationId, l.LotId, t.ShippedQty(l), t.ReceivedQty(l), t.LostQty(l), t.TransitQty(l));
}

/// <summary>What has left at one time.</summary>
/// <param name="TransactionId">The transaction in the ledger.</param>
public sealed record TransferShipmentView(
    Guid TransactionId, DateTimeOffset ShippedAt, string ShippedBy, string? Carrier, string? TrackingNo, IReadOnlyList<TransferMovedView> Lines);

/// <summary>What has arrived at one time.</summary>
/// <param name="TransactionId">The transaction in the ledger.</param>
public sealed record TransferReceiptView(Guid TransactionId, DateTimeOffset ReceivedAt, string ReceivedBy, IReadOnlyList<TransferMovedView> Lines);

/// <summary>Stock that has left or arrived.</summary>
/// <param name="LocationId">Where it left from, or where it arrived.</param>
public sealed record TransferMovedView(Guid LineId, Guid ItemId, Guid LocationId, Guid? LotId, string? SerialNo, decimal Qty);
