using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Shipments;

static class ListShipments
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "salesOrderId", "status", "itemId", "trackingNo", "shippedAt[gte]", "shippedAt[lte]", "updatedSince", "q");

    /// <summary>Lists the shipments with their lines, newest first. <c>q</c> looks into number, carrier and tracking number.</summary>
    public static async Task<Ok<Page<ShipmentView>>> Handle(HttpContext http, SalesDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var shipments = Filter(db.Shipments, query);
        var total = await shipments.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            shipments = shipments.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await shipments.Include(s => s.Lines).AsSplitQuery().OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, ShipmentView.From, s => [s.CreatedAt.ToString("O"), $"{s.Id}"]);
    }

    static IQueryable<Shipment> Filter(IQueryable<Shipment> shipments, ListQuery query)
    {
        if (query.Ids("salesOrderId") is { Length: > 0 } orders) shipments = shipments.Where(s => orders.Contains(s.SalesOrderId));
        if (query.Choices("status", Shipment.Statuses) is { Count: > 0 } statuses) shipments = shipments.Where(s => statuses.Contains(s.Status));
        if (query.Ids("itemId") is { Length: > 0 } items) shipments = shipments.Where(s => s.Lines.Any(line => items.Contains(line.ItemId)));
        if (query.Values("trackingNo") is { Count: > 0 } numbers) shipments = shipments.Where(s => numbers.Contains(s.TrackingNo!));
        if (query.Timestamp("shippedAt[gte]") is { } first) shipments = shipments.Where(s => s.ShippedAt >= first);
        if (query.Timestamp("shippedAt[lte]") is { } last) shipments = shipments.Where(s => s.ShippedAt <= last);
        if (query.Timestamp("updatedSince") is { } since) shipments = shipments.Where(s => s.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            shipments = shipments.Where(s => EF.Functions.ILike(s.ShipmentNo, word, Like.Escape) || EF.Functions.ILike(s.Carrier!, word, Like.Escape)
                || EF.Functions.ILike(s.TrackingNo!, word, Like.Escape));
        return shipments;
    }
}
