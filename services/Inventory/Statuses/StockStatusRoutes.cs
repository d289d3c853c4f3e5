using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atlas.Inventory.Statuses;

static class StockStatusRoutes
{
    static readonly ListRules Rules = new(ListRules.UsualLimit);

    public static void MapStockStatuses(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/stock-statuses", List).RequireScope("inventory:read").WithList(Rules);

    /// <summary>Lists the statuses that stock can be in.</summary>
    static Ok<CountedPage<StockStatus>> List(HttpContext http, Cursors cursors)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        return TypedResults.Ok(new CountedPage<StockStatus>(
            [.. StockStatus.All.Skip(query.Offset).Take(query.Limit)], StockStatus.All.Count, query.Limit, query.Offset, null, true));
    }
}
