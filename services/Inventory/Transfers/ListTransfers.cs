using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

static class ListTransfers
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "status", "facilityId", "fromFacilityId", "toFacilityId", "itemId", "transferNo", "updatedSince", "externalId", "q", "sort", WaitForLedger.Parameter);
    static readonly Sorts<Transfer> Sorts = new Sorts<Transfer>(t => t.Id).By("createdAt", t => t.CreatedAt).By("transferNo", t => t.TransferNo);

    /// <summary>Lists the transfers, newest first. <c>facilityId</c> asks for those from it or to it.</summary>
    public static async Task<Ok<CountedPage<TransferView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var page = await Sorts.ReadAsync(Filter(db, query).Whole(), query, cursors, ct);
        return page.As(TransferView.From);
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
        foreach (var word in Like.Words(query.Value("q")))
            transfers = transfers.Where(t => EF.Functions.ILike(t.TransferNo, word, Like.Escape) || EF.Functions.ILike(t.TrackingNo!, word, Like.Escape) || EF.Functions.ILike(t.Notes!, word, Like.Escape));
        if (query.Timestamp("updatedSince") is { } since) transfers = transfers.Where(t => t.UpdatedAt >= since);
        if (query.Values("externalId") is { Count: > 0 } ids) transfers = transfers.Where(t => ids.Contains(t.ExternalId!));
        return transfers;
    }
}
