namespace Atlas.Contracts.Procurement;

/// <summary>Goods that go back to a supplier, as they are now, and what happened to them.</summary>
/// <param name="What"><c>created</c>, <c>updated</c>, <c>shipped</c>, <c>shipping_refused</c> (it is a draft as before), <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="Status"><c>draft</c>, <c>shipped</c>, <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="TransactionId">The ledger transaction in Inventory, once it is shipped.</param>
public sealed record SupplierReturnChanged(
    Guid Id, long Version, string What, string ReturnNo, Guid PurchaseOrderId, string PoNo, Guid SupplierId, Guid FacilityId, string Status,
    string? SupplierReference, string? Reason, DateTimeOffset? ShippedAt, string? Carrier, string? TrackingNo, Guid? TransactionId,
    IReadOnlyList<SupplierReturnLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. The quantity is in the item's base unit.</summary>
/// <param name="ReceiptLineNo">The line of the receipt that the goods came with.</param>
public sealed record SupplierReturnLineSnapshot(
    Guid ReceiptId, int ReceiptLineNo, Guid PurchaseOrderLineId, Guid ItemId, decimal Qty, string? Reason);
