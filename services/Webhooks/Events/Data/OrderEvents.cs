using Atlas.Contracts.Orders;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>order.received</c>.</summary>
[SnakeCase]
public sealed record OrderReceivedData(
    string Id, string Code, string BrandSlug, DateOnly ShipBy, int TotalUnits, string Status, DateTimeOffset ReceivedAt,
    IReadOnlyList<OrderLineData> LineItems, long Version)
{
    internal static OrderReceivedData From(BrandOrderReceived order) => new(
        order.OrderId, order.Code, order.BrandSlug, order.ShipBy, order.TotalUnits, "received", order.ReceivedAt,
        [.. order.Lines.Select(line => new OrderLineData(line.LineId, line.Sku, line.Units))], order.Version);
}

/// <summary>One line of an order.</summary>
[SnakeCase]
public sealed record OrderLineData(string Id, string Sku, int Units);

/// <summary>Data of <c>order.status_changed</c>.</summary>
/// <param name="From">The status before.</param>
/// <param name="Status">The status now.</param>
/// <param name="Reason">Why, where a person gave a reason; else null.</param>
[SnakeCase]
public sealed record OrderStatusChangedData(
    string Id, string Code, string BrandSlug, string From, string Status, string? Reason, DateTimeOffset ChangedAt, long Version)
{
    internal static OrderStatusChangedData Of(BrandOrderStatusChanged order) => new(
        order.OrderId, order.Code, order.BrandSlug, order.From, order.To, order.Reason, order.ChangedAt, order.Version);
}

/// <summary>Data of <c>order.production_completed</c>: all batches of the order are complete.</summary>
[SnakeCase]
public sealed record OrderProductionCompletedData(
    string Id, string Code, string BrandSlug, IReadOnlyList<string> BatchIds, DateTimeOffset CompletedAt, long Version)
{
    internal static OrderProductionCompletedData From(BrandOrderProductionCompleted order) => new(
        order.OrderId, order.Code, order.BrandSlug, order.BatchIds, order.CompletedAt, order.Version);
}
