using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atlas.Inventory.Statuses;

static class StockStatusRoutes
{
    static readonly ListRules Rules = new(ListRules.UsualLimit, "q");

    public static void MapStockStatuses(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/stock-statuses", List).RequireScope("inventory:read").WithList(Rules);

    /// <summary>Lists the statuses that stock can be in.</summary>
    static Ok<CountedPage<StockStatus>> List(HttpContext http, Cursors cursors)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var words = (query.Value("q") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = StockStatus.All.Where(status => words.All(word => $"{status.Code} {status.Name}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        return TypedResults.Ok(new CountedPage<StockStatus>(
            [.. found.Skip(query.Offset).Take(query.Limit)], found.Count, query.Limit, query.Offset, null, true));
    }
}
