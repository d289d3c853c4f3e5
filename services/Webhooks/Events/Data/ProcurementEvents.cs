using Atlas.Contracts.Procurement;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>purchase_order.…</c>: the order as it was then. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record PurchaseOrderData(
    Guid Id, string PoNo, string Status, Guid SupplierId, Guid FacilityId, string Currency, decimal Total, int Revision,
    IReadOnlyList<PurchaseOrderLineData> Lines, long Version)
{
    internal static PurchaseOrderData From(PurchaseOrderChanged order) => new(
        order.Id, order.PoNo, order.Status, order.SupplierId, order.FacilityId, order.Currency, order.Total, order.Revision,
        [.. order.Lines.Select(l => new PurchaseOrderLineData(l.Id, l.LineNo, l.ItemId, l.OrderedQty, l.ReceivedQty, l.OpenQty, l.ReturnedQty, l.ExpectedDate))],
        order.Version);
}

/// <summary>One line of a purchase order.</summary>
[SnakeCase]
public sealed record PurchaseOrderLineData(
    Guid Id, int LineNo, Guid ItemId, decimal OrderedQty, decimal ReceivedQty, decimal OpenQty, decimal ReturnedQty, DateOnly? ExpectedDate);

/// <summary>Data of <c>receipt.…</c>. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record ReceiptData(
    Guid Id, string ReceiptNo, string Status, Guid PurchaseOrderId, string PoNo, Guid SupplierId, Guid FacilityId, string? SupplierReference,
    DateTimeOffset ReceivedAt, Guid? TransactionId, IReadOnlyList<ReceiptLineData> Lines, long Version)
{
    internal static ReceiptData From(ReceiptChanged receipt) => new(
        receipt.Id, receipt.ReceiptNo, receipt.Status, receipt.PurchaseOrderId, receipt.PoNo, receipt.SupplierId, receipt.FacilityId,
        receipt.SupplierReference, receipt.ReceivedAt, receipt.TransactionId,
        [.. receipt.Lines.Select(l => new ReceiptLineData(l.LineNo, l.PurchaseOrderLineId, l.ItemId, l.Qty, l.LocationId, l.LotId, l.LotNo, l.StatusCode))],
        receipt.Version);
}

/// <summary>One line of a receipt.</summary>
[SnakeCase]
public sealed record ReceiptLineData(
    int LineNo, Guid PurchaseOrderLineId, Guid ItemId, decimal Qty, Guid LocationId, Guid? LotId, string? LotNo, string? StatusCode);

/// <summary>Data of <c>supplier_return.…</c>. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record SupplierReturnData(
    Guid Id, string ReturnNo, string Status, Guid PurchaseOrderId, string PoNo, Guid SupplierId, Guid FacilityId, string? SupplierReference,
    string? Reason, DateTimeOffset? ShippedAt, string? Carrier, string? TrackingNo, Guid? TransactionId, IReadOnlyList<SupplierReturnLineData> Lines,
    long Version)
{
    internal static SupplierReturnData From(SupplierReturnChanged back) => new(
        back.Id, back.ReturnNo, back.Status, back.PurchaseOrderId, back.PoNo, back.SupplierId, back.FacilityId, back.SupplierReference, back.Reason,
        back.ShippedAt, back.Carrier, back.TrackingNo, back.TransactionId,
        [.. back.Lines.Select(l => new SupplierReturnLineData(l.ReceiptId, l.ReceiptLineNo, l.PurchaseOrderLineId, l.ItemId, l.Qty, l.Reason))], back.Version);
}

/// <summary>One line of a supplier return.</summary>
[SnakeCase]
public sealed record SupplierReturnLineData(
    Guid ReceiptId, int ReceiptLineNo, Guid PurchaseOrderLineId, Guid ItemId, decimal Qty, string? Reason);
