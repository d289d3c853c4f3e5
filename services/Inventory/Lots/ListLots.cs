using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Lots;

static class ListLots
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "itemId", "lotNo", "status", "expiryDate[lte]", "expiryDate[gte]", "expiryDate[gt]", "expiryDate[lt]", "externalId", "updatedSince", "q", "sort",
        WaitForLedger.Parameter);
    static readonly Sorts<Lot> Sorts = new Sorts<Lot>(l => l.Id).By("createdAt", l => l.CreatedAt).By("lotNo", l => l.LotNo);

    /// <summary>Lists the lots, newest first.</summary>
    public static async Task<Ok<CountedPage<LotView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var (query, now) = (ListQuery.Parse(http, Rules, cursors), time.GetUtcNow());
        IQueryable<Lot> lots = db.Lots;
        if (query.Ids("itemId") is { Length: > 0 } items) lots = lots.Where(l => items.Contains(l.ItemId));
        if (query.Values("lotNo") is { Count: > 0 } numbers) lots = lots.Where(l => numbers.Contains(l.LotNo));
        if (query.Choices("status", Lot.Statuses) is { Count: > 0 } statuses)
        {
            var (wantsExpired, day) = (statuses.Contains(Lot.Expired), LotView.LastDay(now));
            lots = lots.Where(l => l.Status == Lot.Active && l.ExpiryDate < day ? wantsExpired : statuses.Contains(l.Status));
        }

        if (query.Date("expiryDate[lte]") is { } last) lots = lots.Where(l => l.ExpiryDate <= last);
        if (query.Date("expiryDate[gte]") is { } first) lots = lots.Where(l => l.ExpiryDate >= first);
        if (query.Date("expiryDate[lt]") is { } before) lots = lots.Where(l => l.ExpiryDate < before);
        if (query.Date("expiryDate[gt]") is { } after) lots = lots.Where(l => l.ExpiryDate > after);
        if (query.Values("externalId") is { Count: > 0 } ids) lots = lots.Where(l => ids.Contains(l.ExternalId!));
        foreach (var word in Like.Words(query.Value("q")))
            lots = lots.Where(l => EF.Functions.ILike(l.LotNo, word, Like.Escape) || EF.Functions.ILike(l.SupplierLotNo!, word, Like.Escape));
        if (query.Timestamp("updatedSince") is { } since) lots = lots.Where(l => l.UpdatedAt >= since);

        var page = await Sorts.ReadAsync(lots, query, cursors, ct);
        return page.As(l => LotView.From(l, now));
    }
}
