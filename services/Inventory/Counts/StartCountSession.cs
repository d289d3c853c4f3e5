using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class StartCountSession
{
    /// <summary>Starts counting: makes a line for all stock in the scope. Starting what is in progress is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        _ = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "started", s => s.Status == CountSession.InProgress, async (session, now, by) =>
        {
            session.Require("start");
            var (stock, seq) = await StockAsync(db, session, ct);
            if (stock.Count > CountSession.MaxLines)
                throw new BrokenRuleException("scope_too_large", $"There is more in the scope than the {CountSession.MaxLines} lines that a session can have. Count it in several.");
            session.Lines.AddRange(stock.Select((balance, index) => new CountLine
            {
                Id = Guid.CreateVersion7(now), SessionId = session.Id, LineNo = index + 1, ItemId = balance.ItemId, LocationId = balance.LocationId,
                LotId = balance.LotId, SerialNo = balance.SerialNo, StatusId = balance.StatusId, ExpectedQty = balance.OnHand, Attempt = session.Attempt,
            }));
            session.Start(seq, stock.Count, now, by);
        }, ct);
    }

    // What there is and the position of the ledger in one statement, so that both are of one moment.
    static async Task<(List<Balance> Stock, long Seq)> StockAsync(InventoryDb db, CountSession session, CancellationToken ct)
    {
        var balances = db.Balances.AsNoTracking().Where(b => b.FacilityId == session.FacilityId && (session.IncludeZero || b.OnHand != 0));
        if (session.ItemIds.Length > 0) balances = balances.Where(b => session.ItemIds.Contains(b.ItemId));
        var places = CountScope.Locations(db, session);
        if (session.LocationIds.Length > 0) balances = balances.Where(b => places.Contains(b.LocationId));
        var rows = await (
            from balance in balances
            join location in db.Locations on balance.LocationId equals location.Id
            join item in db.Items on balance.ItemId equals item.Id
            orderby location.PathKey, item.ItemNo, balance.LotId, balance.SerialNo, balance.StatusId
            select new { balance, Seq = db.Set<LedgerHead>().Select(h => h.LastSeq).FirstOrDefault() }).Take(CountSession.MaxLines + 1).ToListAsync(ct);
        return ([.. rows.Select(row => row.balance)],
            rows.Count > 0 ? rows[0].Seq : await db.Set<LedgerHead>().Select(h => h.LastSeq).FirstOrDefaultAsync(ct));
    }
}

/// <summary>Where a session counts.</summary>
static class CountScope
{
    /// <summary>The locations of a session that names some.</summary>
    public static IQueryable<Guid> Locations(InventoryDb db, CountSession session)
    {
        var (named, facilityId) = (session.LocationIds, session.FacilityId);
        var locations = db.Locations.Where(l => l.FacilityId == facilityId);
        if (!session.IncludeChildren) return locations.Where(l => named.Contains(l.Id)).Select(l => l.Id);
        return from location in locations
               where db.Locations.Any(top => named.Contains(top.Id) && (top.Id == location.Id || location.PathKey.StartsWith(top.PathKey + "\u0001")))
               select location.Id;
    }
}
