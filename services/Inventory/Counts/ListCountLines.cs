using System.Globalization;
using Atlas.Inventory.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class ListCountLines
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "itemId", "locationId", "lotId", "serialNo", "isCounted", "q");

    /// <summary>Lists the lines of a count session in the order in which one walks along them.</summary>
    public static async Task<IResult> Handle(Guid sessionId, HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var session = await db.CountSessions.FirstOrDefaultAsync(s => s.Id == sessionId, ct);
        if (session is null) return Error.NotFound("Count session", $"{sessionId}");
        var lines = db.CountLines.Where(l => l.SessionId == sessionId);
        if (query.Ids("itemId") is { Length: > 0 } items) lines = lines.Where(l => items.Contains(l.ItemId));
        if (ItemWords.Find(db, query) is { } found) lines = lines.Where(l => found.Contains(l.ItemId));
        if (query.Ids("locationId") is { Length: > 0 } locations) lines = lines.Where(l => locations.Contains(l.LocationId));
        if (query.Ids("lotId") is { Length: > 0 } lots) lines = lines.Where(l => lots.Contains(l.LotId));
        if (query.Values("serialNo") is { Count: > 0 } serials) lines = lines.Where(l => serials.Contains(l.SerialNo));
        if (query.Flag("isCounted") is { } isCounted) lines = lines.Where(l => l.CountedQty != null == isCounted);

        var total = await lines.CountToBoundAsync(ct);
        if (query.After is [var last])
        {
            var lastNo = int.Parse(last, CultureInfo.InvariantCulture);
            lines = lines.Where(l => l.LineNo > lastNo);
        }

        var rows = await lines.OrderBy(l => l.LineNo).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Lists.Page(query, cursors, rows, total, l => CountLineView.From(l, session.HidesBooks()), l => [l.LineNo.ToString(CultureInfo.InvariantCulture)]);
    }
}
