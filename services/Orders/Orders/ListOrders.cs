using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class ListOrders
{
    // Seed 000: "returns all orders visible to the API key". All of them, up to this many; then a cursor.
    const int All = 1_000;

    public static readonly ListRules Rules =
        new(All, "status", "brand_slug", "ship_by", "ship_by[gte]", "ship_by[lte]", "updated_since", "code", "external_id", "q");

    /// <summary>Lists the orders, newest first.</summary>
    public static async Task<Ok<SnakePage<BrandOrderView>>> Handle(
        HttpContext http, OrdersDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var orders = Filter(db.Orders, query);
        var total = await orders.LongCountAsync(ct);
        if (query.After is [var at, var lastId])
        {
            var lastAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            orders = orders.Where(o => EF.Functions.LessThan(ValueTuple.Create(o.ReceivedAt, o.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await orders.OrderByDescending(o => o.ReceivedAt).ThenByDescending(o => o.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        var now = time.GetUtcNow();
        return Reply.SnakePage(query, cursors, rows, total, o => BrandOrderView.From(o, now), o => [o.ReceivedAt.ToString("O"), o.Id]);
    }

    static IQueryable<BrandOrder> Filter(IQueryable<BrandOrder> orders, ListQuery query)
    {
        if (query.Values("status") is { Count: > 0 } statuses)
        {
            if (statuses.FirstOrDefault(s => !BrandOrder.Statuses.Contains(s)) is { } unknown)
                throw new RefusedException(Error.BadRequest("invalid_value", $"'{unknown}' is not a status.",
                    new ErrorDetail("status", "invalid_value", $"Known: {string.Join(", ", BrandOrder.Statuses)}.",
                        new Dictionary<string, object?> { ["allowed"] = BrandOrder.Statuses })));
            orders = orders.Where(o => statuses.Contains(o.Status));
        }

        if (query.Values("brand_slug") is { Count: > 0 } brands) orders = orders.Where(o => brands.Contains(o.BrandSlug));
        if (query.Values("code") is { Count: > 0 } codes) orders = orders.Where(o => codes.Contains(o.Code));
        if (query.Values("external_id") is { Count: > 0 } ids) orders = orders.Where(o => ids.Contains(o.ExternalId!));
        if (query.Date("ship_by") is { } day) orders = orders.Where(o => o.ShipBy == day);
        if (query.Date("ship_by[gte]") is { } first) orders = orders.Where(o => o.ShipBy >= first);
        if (query.Date("ship_by[lte]") is { } last) orders = orders.Where(o => o.ShipBy <= last);
        if (query.Timestamp("updated_since") is { } since) orders = orders.Where(o => o.UpdatedAt >= since);
        foreach (var term in (query.Value("q") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            orders = orders.Where(o => EF.Functions.ILike(o.Code, Like.Contains(term), Like.Escape)
                || EF.Functions.ILike(o.BrandSlug, Like.Contains(term), Like.Escape)
                || EF.Functions.ILike(o.ExternalId!, Like.Contains(term), Like.Escape));
        return orders;
    }
}
