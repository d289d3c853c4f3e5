using System.Globalization;
using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transactions;

static class ListTransactions
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "itemId", "facilityId", "locationId", "lotId", "from", "to", "dateFrom", "dateTo", "startDate", "endDate", "postedFrom", "postedTo", "type",
        "sourceType", "sourceId", "reasonCode", "zeroCost", "updatedSince", "q", WaitForLedger.Parameter);

    /// <summary>
    /// Lists what was posted, the newest first. Dates are half-open: from inclusive, to exclusive. <c>zeroCost=true</c> finds what brought
    /// in stock that is worth nothing.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var transactions = Filter(db, query);
        var total = await transactions.CountToBoundAsync(ct);
        if (query.After is [var last])
        {
            var lastSeq = long.Parse(last, CultureInfo.InvariantCulture);
            transactions = transactions.Where(t => t.LedgerSeq < lastSeq);
        }

        var rows = await transactions.OrderByDescending(t => t.LedgerSeq).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        var ids = rows.Select(t => (Guid?)t.Id).ToList();
        var reversed = await db.Transactions.Where(t => ids.Contains(t.ReversesTransactionId))
            .ToDictionaryAsync(t => t.ReversesTransactionId!.Value, t => (Guid?)t.Id, ct);
        return Lists.Page(query, cursors, rows, total, t => TransactionView.From(t, reversed.GetValueOrDefault(t.Id), null),
            t => [t.LedgerSeq.ToString(CultureInfo.InvariantCulture)]);
    }

    static IQueryable<LedgerTransaction> Filter(InventoryDb db, ListQuery query)
    {
        IQueryable<LedgerTransaction> transactions = db.Transactions;
        if (Time(query, "from", "dateFrom", "startDate") is { } from) transactions = transactions.Where(t => t.EffectiveAt >= from);
        if (Time(query, "to", "dateTo", "endDate") is { } to) transactions = transactions.Where(t => t.EffectiveAt < to);
        if (Time(query, "postedFrom") is { } postedFrom) transactions = transactions.Where(t => t.PostedAt >= postedFrom);
        if (query.Timestamp("updatedSince") is { } since) transactions = transactions.Where(t => t.PostedAt >= since); // They never change.
        if (Time(query, "postedTo") is { } postedTo) transactions = transactions.Where(t => t.PostedAt < postedTo);
        if (query.Choices("type", LedgerTransaction.Types) is { Count: > 0 } types) transactions = transactions.Where(t => types.Contains(t.Type));
        // The index of sources knows only what has one.
        if (query.Values("sourceType").Count + query.Values("sourceId").Count > 0) transactions = transactions.Where(t => t.SourceType != null);
        if (query.Values("sourceType") is { Count: > 0 } sourceTypes) transactions = transactions.Where(t => sourceTypes.Contains(t.SourceType!));
        if (query.Values("sourceId") is { Count: > 0 } sourceIds) transactions = transactions.Where(t => sourceIds.Contains(t.SourceId!));
        foreach (var word in Like.Words(query.Value("q")))
            transactions = transactions.Where(t => EF.Functions.ILike(t.SourceNo!, word, Like.Escape) || EF.Functions.ILike(t.Reference!, word, Like.Escape) || EF.Functions.ILike(t.Reason!, word, Like.Escape));
        if (query.Values("reasonCode") is { Count: > 0 } codes) transactions = transactions.Where(t => codes.Contains(t.ReasonCode!));

        var (items, facilities, locations, lots) = (query.Ids("itemId"), query.Ids("facilityId"), query.Ids("locationId"), query.Ids("lotId"));
        var zeroCost = query.Flag("zeroCost");
        if (items.Length + facilities.Length + locations.Length + lots.Length == 0 && zeroCost is null) return transactions;
        IQueryable<LedgerLine> lines = db.Lines;
        if (items.Length > 0) lines = lines.Where(l => items.Contains(l.ItemId));
        if (facilities.Length > 0) lines = lines.Where(l => facilities.Contains(l.FacilityId!.Value));
        if (locations.Length > 0) lines = lines.Where(l => locations.Contains(l.LocationId));
        if (lots.Length > 0) lines = lines.Where(l => lots.Contains(l.LotId));
        if (zeroCost is true) lines = lines.Where(l => l.FacilityId != null && l.Qty > 0 && l.Value == 0);
        if (zeroCost is false) transactions = transactions.Where(t => !db.Lines.Any(l => l.LedgerSeq == t.LedgerSeq && l.PostedAt == t.PostedAt && l.FacilityId != null && l.Qty > 0 && l.Value == 0));
        return transactions.Where(t => lines.Any(l => l.LedgerSeq == t.LedgerSeq && l.PostedAt == t.PostedAt));
    }

    // A day means its start, in UTC.
    static DateTimeOffset? Time(ListQuery query, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (query.Value(name) is not { Length: > 0 } text) continue;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
                : query.Timestamp(name);
        }

        return null;
    }
}
