using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

static class ListTransfers
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "status", "facilityId", "fromFacilityId", "toFacilityId", "itemId", "transferNo", "updatedSince");

    /// <summary>Lists the transfers, newest first. <c>facilityId</c> asks for those from it or to it.</summary>
    public static async Task<Ok<Page<TransferView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var transfers = Filter(db, query);
        var total = await transfers.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            transfers = transfers.Where(t => EF.Functions.LessThan(ValueTuple.Create(t.CreatedAt, t.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await transfers.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id)
            .Skip(query.Offset).Take(query.Limit + 1).Whole().ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, TransferView.From, t => [t.CreatedAt.ToString("O"), $"{t.Id}"]);
    }

    static IQueryable<Transfer> Filter(InventoryDb db, ListQuery query)
    {
        IQueryable<Transfer> transfers = db.Transfers;
        if (query.Choices("status", Transfer.Statuses) is { Count: > 0 } statuses) transfers = transfers.Where(t => statuses.Contains(t.Status));
        if (query.Ids("facilityId") is { Length: > 0 } either)
            transfers = transfers.Where(t => either.Contains(t.FromFacilityId) || either.Contains(t.ToFacilityId));
        if (query.Ids("fromFacilityId") is { Length: > 0 } from) transfers = transfers.Where(t => from.Contains(t.FromFacilityId));
        if (query.Ids("toFacilityId") is { Length: > 0 } to) transfers = transfers.Where(t => to.Contains(t.ToFacilityId));
        if (query.Ids("itemId") is { Length: > 0 } items) transfers = transfers.Where(t => t.Lines.Any(l => items.Contains(l.ItemId)));
        if (query.Values("transferNo") is { Count: > 0 } numbers) transfers = transfers.Where(t => numbers.Contains(t.TransferNo));
        if (query.Timestamp("updatedSince") is { } since) transfers = transfers.Where(t => t.UpdatedAt >= since);
        return transfers;
    }
}
