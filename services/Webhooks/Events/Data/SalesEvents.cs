using Atlas.Contracts.Sales;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>sales_order.…</c>: the order as it was then. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record SalesOrderData(
    Guid Id, string OrderNo, string Status, string ReservationStatus, string FulfillmentStatus, string? CustomerId, string? Channel, string Currency,
    decimal Total, Guid? FacilityId, IReadOnlyList<SalesOrderLineData> Lines, long Version)
{
    internal static SalesOrderData From(SalesOrderChanged order) => new(
        order.Id, order.OrderNo, order.Status, order.ReservationStatus, order.FulfillmentStatus, order.CustomerId, order.Channel, order.Currency,
        order.Total, order.FacilityId,
        [
            .. order.Lines.Select(l => new SalesOrderLineData(
                l.Id, l.LineNo, l.ItemId, l.FacilityId, l.OrderedQty, l.ReservedQty, l.BackorderedQty, l.ShippedQty, l.CancelledQty, l.ReturnedQty)),
        ],
        order.Version);
}

/// <summary>One line of a sales order.</summary>
[SnakeCase]
public sealed record SalesOrderLineData(
    Guid Id, int LineNo, Guid ItemId, Guid? FacilityId, decimal OrderedQty, decimal ReservedQty, decimal BackorderedQty, decimal ShippedQty,
    decimal CancelledQty, decimal ReturnedQty);

/// <summary>Data of <c>shipment.…</c>. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record ShipmentData(
    Guid Id, string ShipmentNo, string Status, Guid SalesOrderId, string OrderNo, DateTimeOffset ShippedAt, string? Carrier, string? TrackingNo,
    Guid? TransactionId, IReadOnlyList<ShipmentLineData> Lines, long Version)
{
    internal static ShipmentData From(ShipmentChanged shipment) => new(
        shipment.Id, shipment.ShipmentNo, shipment.Status, shipment.SalesOrderId, shipment.OrderNo, shipment.ShippedAt, shipment.Carrier,
        shipment.TrackingNo, shipment.TransactionId, [.. shipment.Lines.Select(l => new ShipmentLineData(l.OrderLineId, l.ItemId, l.Qty))], shipment.Version);
}

/// <summary>One line of a shipment.</summary>
[SnakeCase]
public sealed record ShipmentLineData(Guid OrderLineId, Guid ItemId, decimal Qty);

/// <summary>Data of <c>sales_return.…</c>: what a customer has sent back. Quantities are in the items' base units.</summary>
[SnakeCase]
public sealed record SalesReturnData(
    Guid Id, string ReturnNo, string Status, Guid SalesOrderId, string OrderNo, DateTimeOffset ReceivedAt, string? Reason, Guid? TransactionId,
    IReadOnlyList<SalesReturnLineData> Lines, long Version)
{
    internal static SalesReturnData From(SalesReturnChanged back) => new(
        back.Id, back.ReturnNo, back.Status, back.SalesOrderId, back.OrderNo, back.ReceivedAt, back.Reason, back.TransactionId,
        [.. back.Lines.Select(l => new SalesReturnLineData(l.OrderLineId, l.ItemId, l.Qty, l.StatusCode))], back.Version);
}

/// <summary>One line of what came back.</summary>
[SnakeCase]
public sealed record SalesReturnLineData(Guid OrderLineId, Guid ItemId, decimal Qty, string StatusCode);
