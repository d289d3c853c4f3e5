using Atlas.Sales.Shipments;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>Goods sold to a customer.</summary>
/// <param name="OrderNo">For example <c>SO-000042</c>.</param>
/// <param name="FacilityId">Where it is shipped from, unless a line says otherwise.</param>
/// <param name="ReservationPolicy">What happens when it is opened and there is not enough stock; the tenant's usual policy when null.</param>
/// <param name="Status"><c>draft</c>, <c>open</c>, <c>partially_shipped</c>, <c>shipped</c>, <c>on_hold</c>, <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="ReservationStatus">Of what is still to be shipped: <c>full</c> when stock stands behind all of it, <c>partial</c> behind some,
/// <c>backordered</c> when all waits for stock, <c>none</c> when nothing is held.</param>
/// <param name="FulfillmentStatus"><c>unfulfilled</c>, <c>partial</c> or <c>fulfilled</c>: all lines, each by itself.</param>
/// <param name="PendingAction">What Inventory has not decided yet: <c>open</c>, <c>amend</c>, <c>cancel</c> or <c>close</c>.</param>
/// <param name="Refusal">Why the last thing that was asked, and answered with 202, did not happen.</param>
/// <param name="Subtotal">Sum of the lines before discount and tax, each rounded to the currency's minor unit.</param>
/// <param name="Total"><c>subtotal</c> less <c>discountTotal</c> plus <c>taxTotal</c>.</param>
/// <param name="LastShipmentId">The newest shipment that was not refused.</param>
/// <param name="ClosesAt">When it closes by itself.</param>
/// <param name="AllowedActions">What can be done with it now; <c>return</c> is <c>POST …/returns</c>.</param>
public sealed record SalesOrderView(
    Guid Id, string OrderNo, string? CustomerId, CustomerView? Customer, string? CustomerReference, string? Channel, string Currency, DateOnly OrderDate,
    DateOnly? RequestedShipDate, DateOnly? PromisedDate, Guid? FacilityId, int Priority, Address? ShipTo, Address? BillTo, string? ReservationPolicy,
    string? Notes, string? ExternalId, string Status, string ReservationStatus, string FulfillmentStatus, string? PendingAction, RefusalView? Refusal,
    IReadOnlyList<SalesOrderLineView> Lines, decimal Subtotal, decimal DiscountTotal, decimal TaxTotal, decimal Total, Guid? LastShipmentId,
    IReadOnlyList<ShipmentView> Shipments, DateTimeOffset? OpenedAt, string? OpenedBy, DateTimeOffset? HeldAt, string? HeldBy, string? HoldReason,
    DateTimeOffset? ClosedAt, string? ClosedBy, string? CloseReason, DateTimeOffset? ClosesAt, DateTimeOffset? CancelledAt, string? CancelledBy,
    string? CancelReason, IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static SalesOrderView From(SalesOrder o)
    {
        var shipments = o.Shipments.OrderBy(s => s.CreatedAt).ThenBy(s => s.Id).ToList();
        return new(
            o.Id, o.OrderNo, o.CustomerId, CustomerView.From(o), o.CustomerReference, o.Channel, o.Currency, o.OrderDate, o.RequestedShipDate, o.PromisedDate,
            o.FacilityId, o.Priority, o.ShipTo, o.BillTo, o.ReservationPolicy, o.Notes, o.ExternalId, o.Status, o.ReservationStatus, o.FulfillmentStatus,
            o.Pending?.Action, o.Refusal is { } r ? new RefusalView(r.Action, r.Code, r.Message, r.At) : null,
            [.. o.InOrder.Select(line => SalesOrderLineView.From(o, line))], o.Subtotal, o.DiscountTotal, o.TaxTotal, o.Total,
            shipments.LastOrDefault(s => s.Status != Shipment.Rejected)?.Id, [.. shipments.Select(ShipmentView.From)], o.Opening?.At, o.Opening?.By, o.Holding?.At,
            o.Holding?.By, o.Holding?.Reason, o.Closing?.At, o.Closing?.By, o.Closing?.Reason, o.ClosesAt, o.Cancellation?.At, o.Cancellation?.By,
            o.Cancellation?.Reason, o.AllowedActions, o.CreatedBy, o.CreatedAt, o.UpdatedAt, o.Version);
    }
}

/// <summary>Who buys.</summary>
public sealed record CustomerView(string? Name, string? Email, string? Phone)
{
    internal static CustomerView? From(SalesOrder o) =>
        o.CustomerName is null && o.CustomerEmail is null && o.CustomerPhone is null ? null : new(o.CustomerName, o.CustomerEmail, o.CustomerPhone);
}

/// <summary>Why something that was asked did not happen.</summary>
public sealed record RefusalView(string Action, string Code, string Message, DateTimeOffset At);

/// <summary>What is sold of one item. Quantities are in the line's unit; those that do not come out even have 6 decimals.</summary>
/// <param name="UnitPrice">Price of one <c>uomCode</c>, before discount and tax.</param>
/// <param name="Discount">Amount off the price of the whole line.</param>
/// <param name="TaxRate">Percent on top.</param>
/// <param name="OpenQty">Still to be shipped.</param>
/// <param name="ReservedQty">Of it, held with stock behind it.</param>
/// <param name="AllocatedQty">Of it, set aside as particular stock.</param>
/// <param name="BackorderedQty">What waits for stock.</param>
/// <param name="PendingQty">Shipments that are not settled yet.</param>
/// <param name="CancelledQty">What will not be shipped any more.</param>
/// <param name="ReservationId">What holds it in Inventory.</param>
/// <param name="BaseQty">The ordered quantity in the item's base unit, exactly; <c>shippedBaseQty</c> likewise.</param>
/// <param name="LineTotal">After discount, before tax.</param>
public sealed record SalesOrderLineView(
    Guid Id, int LineNo, Guid ItemId, string ItemNo, string? Description, decimal Qty, Guid UomId, string UomCode, decimal UnitPrice, decimal Discount,
    decimal TaxRate, Guid? FacilityId, Guid? LotId, decimal OpenQty, decimal ReservedQty, decimal AllocatedQty, decimal BackorderedQty, decimal PendingQty,
    decimal ShippedQty, decimal CancelledQty, decimal ReturnedQty, Guid? ReservationId, decimal BaseQty, decimal ShippedBaseQty, decimal LineTotal)
{
    internal static SalesOrderLineView From(SalesOrder order, SalesOrderLine l) => new(
        l.Id, l.LineNo, l.ItemId, l.ItemNo, l.Description, l.Qty, l.UomId, l.UomCode, l.UnitPrice, l.Discount, l.TaxRate, l.FacilityId, l.LotId,
        l.InUom(l.OpenBaseQty), l.InUom(order.ReservedBaseQty(l)), l.InUom(order.AllocatedBaseQty(l)), l.InUom(order.BackorderedBaseQty(l)), l.InUom(l.PendingBaseQty),
        l.InUom(l.ShippedBaseQty), l.InUom(l.CancelledBaseQty), l.InUom(l.ReturnedBaseQty), order.HoldsOf(l).FirstOrDefault()?.ReservationId, l.BaseQty,
        l.ShippedBaseQty, order.LineTotal(l));
}
