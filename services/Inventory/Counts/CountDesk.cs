using Atlas.Inventory.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

/// <summary>Lays count sessions on the book, with what the ledger has learned since.</summary>
static class CountDesk
{
    /// <summary>What posting changes of a session.</summary>
    public const string OnConflict = """
        on conflict (tenant_id, id) do update set status = excluded.status, variance_count = excluded.variance_count, variance_value = excluded.variance_value,
            currency = excluded.currency, transaction_id = excluded.transaction_id,
            posted_seq = excluded.posted_seq, posted_at = excluded.posted_at, posted_by = excluded.posted_by, updated_at = excluded.updated_at,
            version = excluded.version
        """;

    /// <summary>What posting changes of a line.</summary>
    public const string OnLineConflict = "on conflict (tenant_id, id) do update set expected_qty = excluded.expected_qty";

    public static async Task LoadAsync(InventoryDb db, Book book, Wanted wanted, CancellationToken ct)
    {
        // Everything else is done to a session without the ledger's lock, so its row is locked too.
        var (tenant, ids) = (db.CurrentTenant, wanted.Counts.ToArray());
        await db.Database.ExecuteSqlAsync($"select from count_sessions where tenant_id = {tenant} and id = any({ids}) order by id for update", ct);

        // By hand: sums over the ledger for all lines at once. Posted as of now, both times of a transaction are the same.
        var backdated = (await db.Database.SqlQuery<Backdated>($"""
            select c.id as "LineId", sum(l.qty) as "Qty" from count_lines c
            join ledger_lines l on l.tenant_id = c.tenant_id and l.item_id = c.item_id and l.location_id = c.location_id and l.lot_id = c.lot_id
              and l.serial_no = c.serial_no and l.status_id = c.status_id
            where c.tenant_id = {tenant} and c.session_id = any({ids}) and l.ledger_seq > c.counted_seq
              and l.effective_at < l.posted_at and l.effective_at < c.counted_at
            group by c.id
            """).ToListAsync(ct)).ToDictionary(line => line.LineId, line => line.Qty);
        var countedSince = (await db.Database.SqlQuery<Guid>($"""
            select distinct c.id from count_lines c
            join count_lines o on o.tenant_id = c.tenant_id and o.item_id = c.item_id and o.location_id = c.location_id and o.lot_id = c.lot_id
              and o.serial_no = c.serial_no and o.status_id = c.status_id and o.session_id <> c.session_id
            join count_sessions s on s.tenant_id = o.tenant_id and s.id = o.session_id and s.status = {CountSession.Posted}
            where c.tenant_id = {tenant} and c.session_id = any({ids}) and c.counted_at is not null and o.counted_at is not null
              and (o.counted_at > c.counted_at or s.posted_seq > c.counted_seq)
            """).ToListAsync(ct)).ToHashSet();

        foreach (var session in await db.CountSessions.Include(s => s.Lines.OrderBy(l => l.LineNo)).Where(s => ids.Contains(s.Id)).ToListAsync(ct))
        {
            session.Sheet = new CountSheet(backdated, countedSince);
            book.Counts.Put(session.Id, session);
            wanted.Facilities.Add(session.FacilityId);
            foreach (var line in session.Lines.Where(line => line.CountedQty is not null))
            {
                wanted.Items.Add(line.ItemId);
                wanted.Locations.Add(line.LocationId);
                if (line.LotId != Guid.Empty) wanted.Lots.Add(line.LotId);
            }
        }
    }

    /// <summary>Finds the posted counts of the stock on the book that something since a time may be before.</summary>
    public static async Task LoadObservationsAsync(InventoryDb db, Book book, DateTimeOffset since, CancellationToken ct)
    {
        var items = book.Items.Keys.ToList();
        var seen = await (
            from line in db.CountLines.Where(l => items.Contains(l.ItemId) && l.CountedAt > since)
            join session in db.CountSessions.Where(s => s.Status == CountSession.Posted) on line.SessionId equals session.Id
            select new { line, session.SessionNo, session.PostedAt, session.PostedSeq }).ToListAsync(ct);
        book.Observations.AddRange(seen.Select(s =>
            new Observation(s.line.Key, s.line.CountedAt!.Value, s.PostedAt!.Value, s.PostedSeq, s.line.SessionId, s.SessionNo)));
    }

    sealed record Backdated(Guid LineId, decimal Qty);
}
