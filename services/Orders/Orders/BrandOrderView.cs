using Atlas.Orders.Batches;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Orders;

/// <summary>A brand order as lists show it (seed 000).</summary>
/// <param name="Id">For example <c>ord-001</c>.</param>
/// <param name="Code">The number on the purchase order, for example <c>PO-2417</c>.</param>
/// <param name="ShipBy">The day it must leave the factory.</param>
/// <param name="TotalUnits">Pieces over all lines.</param>
/// <param name="Status"><c>received</c>, <c>in_production</c>, <c>shipped</c>, <c>closed</c>, <c>on_hold</c> or <c>cancelled</c>.</param>
/// <param name="CreatedAt">The day it was received.</param>
/// <param name="BatchIds">The batches that make it.</param>
/// <param name="OnTime">False once the ship-by day has passed without shipment.</param>
[SnakeCase]
public sealed record BrandOrderView(
    string Id, string Code, string BrandSlug, DateOnly ShipBy, int TotalUnits, string Status, DateOnly CreatedAt,
    int LineItemCount, IReadOnlyList<string> BatchIds, DateTimeOffset ReceivedAt, DateTimeOffset UpdatedAt, string? ExternalId,
    string? Currency, decimal? TotalValue, bool OnTime, long Version)
{
    internal static BrandOrderView From(BrandOrder order, DateTimeOffset now) => new(
        order.Id, order.Code, order.BrandSlug, order.ShipBy, order.TotalUnits, order.Status, Day(order.ReceivedAt),
        order.LineItemCount, order.BatchIds, order.ReceivedAt, order.UpdatedAt, order.ExternalId, order.Currency,
        order.TotalValue, order.IsOnTime(now), order.Version);

    internal static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}

/// <summary>A brand order with its lines and batches.</summary>
/// <param name="AllowedActions">What can be done with it now, by <c>POST /api/v1/orders/{id}/{action}</c>.</param>
[SnakeCase]
public sealed record BrandOrderDetailView(
    string Id, string Code, string BrandSlug, DateOnly ShipBy, int TotalUnits, string Status,
    IReadOnlyList<LineItemView> LineItems, IReadOnlyList<OrderBatchView> Batches, DateOnly CreatedAt, int LineItemCount,
    IReadOnlyList<string> BatchIds, DateTimeOffset ReceivedAt, DateTimeOffset UpdatedAt, string? ExternalId, string? Currency,
    decimal? TotalValue, bool OnTime, string? Notes, DateTimeOffset? ShippedAt, DateTimeOffset? ProductionCompletedAt,
    IReadOnlyList<string> AllowedActions, long Version)
{
    internal static BrandOrderDetailView From(BrandOrder order, IEnumerable<OrderBatch> batches, DateTimeOffset now) => new(
        order.Id, order.Code, order.BrandSlug, order.ShipBy, order.TotalUnits, order.Status,
        [.. order.LineItems.OrderBy(line => line.LineNo).Select(LineItemView.From)],
        [.. batches.OrderBy(batch => batch.Code).Select(OrderBatchView.From)],
        BrandOrderView.Day(order.ReceivedAt), order.LineItemCount, order.BatchIds, order.ReceivedAt, order.UpdatedAt,
        order.ExternalId, order.Currency, order.TotalValue, order.IsOnTime(now), order.Notes, order.ShippedAt,
        order.ProductionCompletedAt, order.AllowedActions, order.Version);
}

/// <summary>One line of a brand order.</summary>
/// <param name="Id">For example <c>li-001</c>; unique in its order.</param>
/// <param name="ItemId">The catalog's item for the SKU, where one is known.</param>
/// <param name="ExternalLineId">The line's id in the system it came from.</param>
[SnakeCase]
public sealed record LineItemView(
    string Id, string Sku, string? Description, string? Size, string? Color, int Units, int LineNo, decimal? UnitPrice,
    string? Currency, Guid? ItemId, string? ExternalLineId, string? Notes, int ShippedUnits)
{
    internal static LineItemView From(BrandOrderLineItem line) => new(
        line.Id, line.Sku, line.Description, line.Size, line.Color, line.Units, line.LineNo, line.UnitPrice, line.Currency,
        ItemId: null, line.ExternalLineId, line.Notes, line.ShippedUnits);
}
