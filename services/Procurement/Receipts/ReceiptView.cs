namespace Atlas.Procurement.Receipts;

/// <summary>What a supplier delivered on a purchase order.</summary>
/// <param name="ReceiptNo">For example <c>PO-000042-R1</c>.</param>
/// <param name="SupplierReference">The supplier's delivery note.</param>
/// <param name="Status"><c>posted</c> or <c>reversed</c>; <c>pending</c> or <c>reversing</c> while Inventory has not answered; <c>rejected</c> when it refused.</param>
/// <param name="Error">Why Inventory refused the receipt, or the reversal last asked for.</param>
/// <param name="TransactionId">The ledger transaction in Inventory: exactly one for each receipt.</param>
/// <param name="ReversalTransactionId">Its mirror, once the receipt is reversed.</param>
public sealed record ReceiptView(
    Guid Id, string ReceiptNo, Guid PurchaseOrderId, Guid SupplierId, Guid FacilityId, string? SupplierReference, DateTimeOffset ReceivedAt,
    string ReceivedBy, string? Notes, string Status, ReceiptErrorView? Error, Guid? TransactionId, long? LedgerSeq, DateTimeOffset? ReversedAt,
    string? ReversedBy, string? ReversalReason, Guid? ReversalTransactionId, IReadOnlyList<ReceiptLineView> Lines,
    IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static ReceiptView From(Receipt r) => new(
        r.Id, r.ReceiptNo, r.PurchaseOrderId, r.SupplierId, r.FacilityId, r.SupplierReference, r.ReceivedAt, r.ReceivedBy, r.Notes, r.Status,
        r.ErrorCode is null ? null : new ReceiptErrorView(r.ErrorCode, r.ErrorMessage!), r.TransactionId, r.LedgerSeq, r.Reversal?.At, r.Reversal?.By,
        r.Reversal?.Reason, r.ReversalTransactionId, [.. r.InOrder.Select(ReceiptLineView.From)], r.AllowedActions, r.CreatedBy, r.CreatedAt,
        r.UpdatedAt, r.Version);
}

/// <summary>Why Inventory refused.</summary>
public sealed record ReceiptErrorView(string Code, string Message);

/// <summary>What came of one line of the order.</summary>
/// <param name="BaseQty"><c>qty</c> in the item's base unit, exactly.</param>
/// <param name="UnitCost">Of one base unit, in the order's currency.</param>
/// <param name="RejectedQty">What was refused at the dock and never came into stock.</param>
/// <param name="ReturnedBaseQty">What of it went back to the supplier, in the item's base unit.</param>
public sealed record ReceiptLineView(
    int LineNo, Guid PoLineId, Guid ItemId, decimal Qty, Guid UomId, string UomCode, decimal BaseQty, Guid LocationId, Guid? LotId, string? LotNo,
    DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, string? StatusId, decimal UnitCost, decimal RejectedQty, string? RejectReason,
    decimal ReturnedBaseQty)
{
    internal static ReceiptLineView From(ReceiptLine l) => new(
        l.LineNo, l.PurchaseOrderLineId, l.ItemId, l.Qty, l.UomId, l.UomCode, l.BaseQty, l.LocationId, l.LotId, l.LotNo, l.ExpiryDate, l.SerialNos,
        l.StatusId, l.UnitCost, l.RejectedQty, l.RejectReason, l.ReturnedBaseQty);
}
