using Atlas.Procurement.Receipts;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Received goods of one purchase order that go back to the supplier.</summary>
/// <param name="ReturnNo">For example <c>SR-000042</c>.</param>
/// <param name="SupplierReference">Under which number the supplier expects it.</param>
/// <param name="Status"><c>draft</c>, <c>shipped</c>, <c>closed</c> or <c>cancelled</c>; <c>shipping</c> while Inventory has not answered.</param>
/// <param name="Error">Why Inventory refused to ship it, the last time.</param>
/// <param name="TransactionId">The ledger transaction in Inventory, once it is shipped.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record SupplierReturnView(
    Guid Id, string ReturnNo, Guid PurchaseOrderId, Guid SupplierId, Guid FacilityId, string? SupplierReference, string? Reason, string? Notes,
    string Status, ReceiptErrorView? Error, DateTimeOffset? ShippedAt, string? ShippedBy, string? Carrier, string? TrackingNo, Guid? TransactionId,
    long? LedgerSeq, DateTimeOffset? ClosedAt, string? ClosedBy, DateTimeOffset? CancelledAt, string? CancelledBy, string? CancelReason,
    IReadOnlyList<SupplierReturnLineView> Lines, IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Version)
{
    internal static SupplierReturnView From(SupplierReturn r) => new(
        r.Id, r.ReturnNo, r.PurchaseOrderId, r.SupplierId, r.FacilityId, r.SupplierReference, r.Reason, r.Notes, r.Status,
        r.ErrorCode is null ? null : new ReceiptErrorView(r.ErrorCode, r.ErrorMessage!), r.ShippedAt, r.Shipment?.By, r.Carrier, r.TrackingNo,
        r.TransactionId, r.LedgerSeq, r.Closing?.At, r.Closing?.By, r.Cancellation?.At, r.Cancellation?.By, r.Cancellation?.Reason,
        [.. r.InOrder.Select(SupplierReturnLineView.From)], r.AllowedActions, r.CreatedBy, r.CreatedAt, r.UpdatedAt, r.Version);
}

/// <summary>What goes back of one line of a receipt.</summary>
/// <param name="ReceiptLineNo">The line of the receipt.</param>
/// <param name="PoLineId">The line of the order that it came for.</param>
/// <param name="BaseQty"><c>qty</c> in the item's base unit, exactly.</param>
/// <param name="LotId">The lot that was received, by id or by number, as the receipt named it.</param>
/// <param name="StatusId">Id or code of the stock status that it is in; available when null.</param>
public sealed record SupplierReturnLineView(
    int LineNo, Guid ReceiptId, int ReceiptLineNo, Guid PoLineId, Guid ItemId, decimal Qty, Guid UomId, string UomCode, decimal BaseQty, Guid LocationId,
    Guid? LotId, string? LotNo, IReadOnlyList<string> SerialNos, string? StatusId, string? Reason)
{
    internal static SupplierReturnLineView From(SupplierReturnLine l) => new(
        l.LineNo, l.ReceiptId, l.ReceiptLineNo, l.PurchaseOrderLineId, l.ItemId, l.Qty, l.UomId, l.UomCode, l.BaseQty, l.LocationId, l.LotId, l.LotNo,
        l.SerialNos, l.StatusId, l.Reason);
}
