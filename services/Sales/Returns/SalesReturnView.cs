using Atlas.Sales.Shipments;

namespace Atlas.Sales.Returns;

/// <summary>What a customer has sent back of an order.</summary>
/// <param name="ReturnNo">For example <c>SO-000042-R1</c>.</param>
/// <param name="Status"><c>posted</c>; <c>pending</c> while Inventory has not answered; <c>rejected</c> when it refused.</param>
/// <param name="Error">Why Inventory refused it.</param>
/// <param name="TransactionId">The ledger transaction in Inventory: exactly one for each return.</param>
public sealed record SalesReturnView(
    Guid Id, string ReturnNo, Guid SalesOrderId, DateTimeOffset ReceivedAt, string? Reason, string? Notes, string Status, StockErrorView? Error,
    Guid? TransactionId, long? LedgerSeq, IReadOnlyList<SalesReturnLineView> Lines, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    long Version)
{
    internal static SalesReturnView From(SalesReturn r) => new(
        r.Id, r.ReturnNo, r.SalesOrderId, r.ReceivedAt, r.Reason, r.Notes, r.Status, StockErrorView.From(r.ErrorCode, r.ErrorMessage), r.TransactionId,
        r.LedgerSeq, [.. r.InOrder.Select(SalesReturnLineView.From)], r.CreatedBy, r.CreatedAt, r.UpdatedAt, r.Version);
}

/// <summary>What came back of one line of the order.</summary>
/// <param name="OrderLineId">The order's line.</param>
/// <param name="BaseQty"><c>qty</c> in the item's base unit, exactly.</param>
/// <param name="StatusId">Id or code of the stock status that it was received into.</param>
public sealed record SalesReturnLineView(
    int LineNo, Guid OrderLineId, Guid ItemId, decimal Qty, Guid UomId, string UomCode, decimal BaseQty, Guid LocationId, Guid? LotId, string? LotNo,
    DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, string StatusId, string? Reason)
{
    internal static SalesReturnLineView From(SalesReturnLine l) => new(
        l.LineNo, l.OrderLineId, l.ItemId, l.Qty, l.UomId, l.UomCode, l.BaseQty, l.LocationId, l.LotId, l.LotNo, l.ExpiryDate, l.SerialNos, l.StatusId, l.Reason);
}
