namespace Atlas.Contracts.Procurement;

/// <summary>What a supplier delivered on a purchase order, as it is now, and what happened to it.</summary>
/// <param name="What"><c>posted</c>, <c>rejected</c> (Inventory refused it: nothing is received) or <c>reversed</c>.</param>
/// <param name="Status">The same.</param>
/// <param name="SupplierReference">The supplier's delivery note.</param>
/// <param name="TransactionId">The ledger transaction in Inventory, once it is posted.</param>
public sealed record ReceiptChanged(
    Guid Id, long Version, string What, string ReceiptNo, Guid PurchaseOrderId, string PoNo, Guid SupplierId, Guid FacilityId, string Status,
    string? SupplierReference, DateTimeOffset ReceivedAt, Guid? TransactionId, IReadOnlyList<ReceiptLineSnapshot> Lines, DateTimeOffset At);

/// <summary>One line. The quantity is in the item's base unit.</summary>
/// <param name="LotNo">Null where the lot was named by its id.</param>
/// <param name="StatusCode">Id or code of the stock status that it was received into; available when null.</param>
public sealed record ReceiptLineSnapshot(
    int LineNo, Guid PurchaseOrderLineId, Guid ItemId, decimal Qty, Guid LocationId, Guid? LotId, string? LotNo, string? StatusCode);
