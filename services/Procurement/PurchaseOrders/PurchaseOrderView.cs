using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>Goods ordered from a supplier.</summary>
/// <param name="PoNo">For example <c>PO-000042</c>.</param>
/// <param name="FacilityId">Where it is delivered.</param>
/// <param name="Status"><c>draft</c>, <c>pending_approval</c>, <c>approved</c>, <c>sent</c>, <c>partially_received</c>, <c>received</c>,
/// <c>closed</c>, <c>rejected</c> or <c>cancelled</c>.</param>
/// <param name="ReceiptStatus"><c>none</c>, <c>partial</c> or <c>full</c>: all lines, each by itself.</param>
/// <param name="Revision">1, and one more with each amendment.</param>
/// <param name="Subtotal">Sum of the lines, each rounded to the currency's minor unit, before tax.</param>
/// <param name="IsApprovedByRule">True where the tenant's rule approved it when it was submitted.</param>
/// <param name="EarlierRevisions">How it was before each amendment.</param>
/// <param name="AllowedActions">What can be done with it now; <c>receive</c> is <c>POST …/receipts</c>.</param>
public sealed record PurchaseOrderView(
    Guid Id, string PoNo, Guid SupplierId, Guid FacilityId, string Currency, DateOnly OrderDate, DateOnly? ExpectedDate, string? SupplierReference,
    string? PaymentTerms, string? Incoterm, Address? ShipTo, string? Notes, string? ExternalId, string Status, string ReceiptStatus, int Revision,
    IReadOnlyList<PurchaseOrderLineView> Lines, decimal Subtotal, decimal TaxTotal, decimal Total, DateTimeOffset? SubmittedAt, string? SubmittedBy,
    DateTimeOffset? ApprovedAt, string? ApprovedBy, bool IsApprovedByRule, DateTimeOffset? RejectedAt, string? RejectedBy, string? RejectionReason,
    DateTimeOffset? SentAt, string? SentBy, DateTimeOffset? CancelledAt, string? CancelledBy, string? CancelReason, DateTimeOffset? ClosedAt,
    string? ClosedBy, string? CloseReason, int ReceiptCount, IReadOnlyList<RevisionView> EarlierRevisions, IReadOnlyList<string> AllowedActions,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static PurchaseOrderView From(PurchaseOrder o) => new(
        o.Id, o.PoNo, o.SupplierId, o.FacilityId, o.Currency, o.OrderDate, o.ExpectedDate, o.SupplierReference, o.PaymentTerms, o.Incoterm, o.ShipTo,
        o.Notes, o.ExternalId, o.Status, o.ReceiptStatus, o.Revision, [.. o.InOrder.Select(line => PurchaseOrderLineView.From(o, line))], o.Subtotal,
        o.TaxTotal, o.Total, o.Submission?.At, o.Submission?.By, o.Approval?.At, o.Approval?.By, o.IsApprovedByRule, o.Rejection?.At, o.Rejection?.By,
        o.Rejection?.Reason, o.Sending?.At, o.Sending?.By, o.Cancellation?.At, o.Cancellation?.By, o.Cancellation?.Reason, o.Closing?.At,
        o.Closing?.By, o.Closing?.Reason, o.ReceiptCount, [.. o.EarlierRevisions.Select(RevisionView.From)], o.AllowedActions, o.CreatedBy,
        o.CreatedAt, o.UpdatedAt, o.Version);
}

/// <summary>What is ordered of one item. Quantities are in the line's unit; those that do not come out even have 6 decimals.</summary>
/// <param name="UnitPrice">Price of one <c>uomCode</c>, before discount and tax.</param>
/// <param name="DiscountPct">Percent off the price.</param>
/// <param name="TaxRate">Percent on top.</param>
/// <param name="OverReceiptTolerancePct">How much more than ordered may be received.</param>
/// <param name="ReceivedQty">What has come, without what was reversed.</param>
/// <param name="PendingQty">Receipts that are not settled yet.</param>
/// <param name="OpenQty">What is still to come.</param>
/// <param name="ClosedShortQty">What will not come any more.</param>
/// <param name="BaseQty">The ordered quantity in the item's base unit, exactly; <c>receivedBaseQty</c> likewise.</param>
public sealed record PurchaseOrderLineView(
    Guid Id, int LineNo, Guid ItemId, string ItemNo, string? Description, decimal Qty, Guid UomId, string UomCode, decimal UnitPrice, decimal DiscountPct,
    decimal TaxRate, DateOnly? ExpectedDate, Guid? LocationId, decimal OverReceiptTolerancePct, Guid? RequisitionLineId, decimal ReceivedQty,
    decimal PendingQty, decimal OpenQty, decimal ReturnedQty, decimal ClosedShortQty, decimal BaseQty, decimal ReceivedBaseQty, decimal LineTotal)
{
    internal static PurchaseOrderLineView From(PurchaseOrder order, PurchaseOrderLine l) => new(
        l.Id, l.LineNo, l.ItemId, l.ItemNo, l.Description, l.Qty, l.UomId, l.UomCode, l.UnitPrice, l.DiscountPct, l.TaxRate, l.ExpectedDate,
        l.LocationId, l.OverReceiptTolerancePct, l.RequisitionLineId, l.InUom(l.ReceivedBaseQty), l.InUom(l.PendingBaseQty), l.InUom(l.OpenBaseQty),
        l.InUom(l.ReturnedBaseQty), l.InUom(l.ClosedShortBaseQty), l.BaseQty, l.ReceivedBaseQty, order.LineTotal(l));
}

/// <summary>How a purchase order was before an amendment.</summary>
public sealed record RevisionView(int Revision, DateTimeOffset AmendedAt, string AmendedBy, string? Reason, decimal Total, IReadOnlyList<RevisedLineView> Lines)
{
    internal static RevisionView From(Revision r) =>
        new(r.Number, r.At, r.By, r.Reason, r.Total, [.. r.Lines.Select(l => new RevisedLineView(l.LineId, l.LineNo, l.Qty, l.UnitPrice, l.ExpectedDate))]);
}

/// <summary>How one of its lines was.</summary>
public sealed record RevisedLineView(Guid LineId, int LineNo, decimal Qty, decimal UnitPrice, DateOnly? ExpectedDate);
