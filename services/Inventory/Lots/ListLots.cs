using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Lots;

static class ListLots
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "itemId", "lotNo", "status", "expiryDate[lte]", "expiryDate[gte]");

    /// <summary>Lists the lots, newest first.</summary>
    public static async Task<Ok<Page<LotView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Lot> lots = db.Lots;
        if (query.Ids("itemId") is { Length: > 0 } items) lots = lots.Where(l => items.Contains(l.ItemId));
        if (query.Values("lotNo") is { Count: > 0 } numbers) lots = lots.Where(l => numbers.Contains(l.LotNo));
        if (query.Choices("status", Lot.Statuses) is { Count: > 0 } statuses) lots = lots.Where(l => statuses.Contains(l.Status));
        if (query.Date("expiryDate[lte]") is { } last) lots = lots.Where(l => l.ExpiryDate <= last);
        if (query.Date("expiryDate[gte]") is { } first) lots = lots.Where(l => l.ExpiryDate >= first);

        var total = await lots.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            lots = lots.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.CreatedAt, l.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await lots.OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, LotView.From, l => [l.CreatedAt.ToString("O"), $"{l.Id}"]);
    }
}
