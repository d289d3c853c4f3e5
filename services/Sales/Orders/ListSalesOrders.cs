using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

static class ListSalesOrders
{
    const string Newest = "-createdAt";
    static readonly string[] Sorts = ["createdAt", Newest, "updatedAt", "-updatedAt", "orderNo", "-orderNo"];

    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "reservationStatus", "fulfillmentStatus", "customerId", "customerReference", "channel", "facilityId", "itemId", "orderNo",
        "externalId", "orderDate[gte]", "orderDate[lte]", "requestedShipDate[gte]", "requestedShipDate[lte]", "updatedSince", "q", "sort");

    /// <summary>
    /// Lists the sales orders with their lines and shipments, newest first, or by <c>sort</c>: <c>createdAt</c>, <c>updatedAt</c> or <c>orderNo</c>, with
    /// <c>-</c> in front for the other way round. <c>q</c> looks into the number, and the customer's reference and name.
    /// </summary>
    public static async Task<Ok<Page<SalesOrderView>>> Handle(HttpContext http, SalesDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var sort = query.Choices("sort", Sorts) is [var given, ..] ? given : Newest;
        var orders = Filter(db.SalesOrders, query);
        var total = await orders.LongCountAsync(ct);
        var rows = await Sorted(orders, sort, query.After).Whole().Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, SalesOrderView.From, o => [KeyOf(o, sort), $"{o.Id}"]);
    }

    static IQueryable<SalesOrder> Filter(IQueryable<SalesOrder> orders, ListQuery query)
    {
        if (query.Choices("status", [.. SalesOrder.Statuses]) is { Count: > 0 } statuses) orders = orders.Where(o => statuses.Contains(o.Status));
        if (query.Choices("reservationStatus", SalesOrder.ReservationStatuses) is { Count: > 0 } reserved) orders = orders.Where(o => reserved.Contains(o.ReservationStatus));
        if (query.Choices("fulfillmentStatus", SalesOrder.FulfillmentStatuses) is { Count: > 0 } shipped) orders = orders.Where(o => shipped.Contains(o.FulfillmentStatus));
        if (query.Values("customerId") is { Count: > 0 } customers) orders = orders.Where(o => customers.Contains(o.CustomerId!));
        if (query.Values("customerReference") is { Count: > 0 } references) orders = orders.Where(o => references.Contains(o.CustomerReference!));
        if (query.Values("channel") is { Count: > 0 } channels) orders = orders.Where(o => channels.Contains(o.Channel!));
        if (query.Ids("facilityId") is { Length: > 0 } facilities)
            orders = orders.Where(o => facilities.Contains(o.FacilityId!.Value) || o.Lines.Any(line => facilities.Contains(line.FacilityId!.Value)));
        if (query.Ids("itemId") is { Length: > 0 } items) orders = orders.Where(o => o.Lines.Any(line => items.Contains(line.ItemId)));
        if (query.Values("orderNo") is { Count: > 0 } numbers) orders = orders.Where(o => numbers.Contains(o.OrderNo));
        if (query.Values("externalId") is { Count: > 0 } ids) orders = orders.Where(o => ids.Contains(o.ExternalId!));
        if (query.Date("orderDate[gte]") is { } from) orders = orders.Where(o => o.OrderDate >= from);
        if (query.Date("orderDate[lte]") is { } to) orders = orders.Where(o => o.OrderDate <= to);
        if (query.Date("requestedShipDate[gte]") is { } first) orders = orders.Where(o => o.RequestedShipDate >= first);
        if (query.Date("requestedShipDate[lte]") is { } last) orders = orders.Where(o => o.RequestedShipDate <= last);
        if (query.Timestamp("updatedSince") is { } since) orders = orders.Where(o => o.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            orders = orders.Where(o => EF.Functions.ILike(o.OrderNo, word, Like.Escape) || EF.Functions.ILike(o.CustomerReference!, word, Like.Escape)
                || EF.Functions.ILike(o.CustomerName!, word, Like.Escape));
        return orders;
    }

    static string KeyOf(SalesOrder order, string sort) => sort.TrimStart('-') switch
    {
        "createdAt" => order.CreatedAt.ToString("O"),
        "updatedAt" => order.UpdatedAt.ToString("O"),
        _ => order.OrderNo,
    };

    // The id comes last always, so that no two rows are equal and a page begins exactly where the last one ended.
    static IQueryable<SalesOrder> Sorted(IQueryable<SalesOrder> orders, string sort, IReadOnlyList<string>? after)
    {
        var (key, id) = after is [var k, var i] ? (k, Guid.Parse(i)) : ("", Guid.Empty);
        var at = after is null || sort.EndsWith("orderNo", StringComparison.Ordinal) ? default : DateTimeOffset.Parse(key, CultureInfo.InvariantCulture);
        var isFirst = after is null;
        return sort switch
        {
            "createdAt" => orders.Where(o => isFirst || EF.Functions.GreaterThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(at, id)))
                .OrderBy(o => o.CreatedAt).ThenBy(o => o.Id),
            "-createdAt" => orders.Where(o => isFirst || EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(at, id)))
                .OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Id),
            "updatedAt" => orders.Where(o => isFirst || EF.Functions.GreaterThan(ValueTuple.Create(o.UpdatedAt, o.Id), ValueTuple.Create(at, id)))
                .OrderBy(o => o.UpdatedAt).ThenBy(o => o.Id),
            "-updatedAt" => orders.Where(o => isFirst || EF.Functions.LessThan(ValueTuple.Create(o.UpdatedAt, o.Id), ValueTuple.Create(at, id)))
                .OrderByDescending(o => o.UpdatedAt).ThenByDescending(o => o.Id),
            "orderNo" => orders.Where(o => isFirst || EF.Functions.GreaterThan(ValueTuple.Create(o.OrderNo, o.Id), ValueTuple.Create(key, id)))
                .OrderBy(o => o.OrderNo).ThenBy(o => o.Id),
            _ => orders.Where(o => isFirst || EF.Functions.LessThan(ValueTuple.Create(o.OrderNo, o.Id), ValueTuple.Create(key, id)))
                .OrderByDescending(o => o.OrderNo).ThenByDescending(o => o.Id),
        };
    }
}
