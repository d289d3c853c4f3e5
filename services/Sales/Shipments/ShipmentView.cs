namespace Atlas.Sales.Shipments;

/// <summary>What left for a customer.</summary>
/// <param name="ShipmentNo">For example <c>SO-000042-S1</c>.</param>
/// <param name="Status"><c>posted</c>; <c>pending</c> while Inventory has not answered; <c>rejected</c> when it refused.</param>
/// <param name="Error">Why Inventory refused it.</param>
/// <param name="TransactionId">The ledger transaction in Inventory: exactly one for each shipment.</param>
/// <param name="Lines">What was asked for; once posted, which stock was taken: one for each place and lot.</param>
public sealed record ShipmentView(
    Guid Id, string ShipmentNo, Guid SalesOrderId, DateTimeOffset ShippedAt, string? Carrier, string? TrackingNo, string? TrackingUrl, string? Notes,
    string Status, StockErrorView? Error, Guid? TransactionId, long? LedgerSeq, IReadOnlyList<ShipmentLineView> Lines, string CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static ShipmentView From(Shipment s) => new(
        s.Id, s.ShipmentNo, s.SalesOrderId, s.ShippedAt, s.Carrier, s.TrackingNo, s.TrackingUrl, s.Notes, s.Status,
        StockErrorView.From(s.ErrorCode, s.ErrorMessage), s.TransactionId, s.LedgerSeq, [.. s.InOrder.SelectMany(ShipmentLineView.From)], s.CreatedBy,
        s.CreatedAt, s.UpdatedAt, s.Version);
}

/// <summary>Why Inventory refused.</summary>
public sealed record StockErrorView(string Code, string Message)
{
    internal static StockErrorView? From(string? code, string? message) => code is null ? null : new(code, message!);
}

/// <summary>What left of one line of the order, out of one place and lot.</summary>
/// <param name="OrderLineId">The order's line.</param>
/// <param name="BaseQty"><c>qty</c> in the item's base unit, exactly.</param>
public sealed record ShipmentLineView(
    Guid OrderLineId, Guid ItemId, Guid FacilityId, decimal Qty, Guid UomId, string UomCode, decimal BaseQty, Guid? LocationId, Guid? LotId, string? LotNo,
    IReadOnlyList<string> SerialNos)
{
    internal static IEnumerable<ShipmentLineView> From(ShipmentLine l) => l.Taken.Count == 0
        ? [new(l.OrderLineId, l.ItemId, l.FacilityId, l.Qty, l.UomId, l.UomCode, l.BaseQty, l.LocationId, l.LotId, null, l.SerialNos)]
        : l.Taken.GroupBy(stock => (stock.LocationId, stock.LotId, stock.LotNo)).Select(stock => new ShipmentLineView(
            l.OrderLineId, l.ItemId, l.FacilityId, l.Uom.FromBase(stock.Sum(s => s.Qty)), l.UomId, l.UomCode, stock.Sum(s => s.Qty), stock.Key.LocationId,
            stock.Key.LotId, stock.Key.LotNo, [.. stock.Select(s => s.SerialNo).OfType<string>()]));
}
