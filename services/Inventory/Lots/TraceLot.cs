using System.Globalization;
using Atlas.Inventory.Documents;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Lots;

static class TraceLot
{
    const int MaxLevels = 20;
    const int MaxLots = 500;
    const int MaxLinks = 5_000;
    const int MaxEnds = 1_000;

    const string Up = "up";
    const string Down = "down";

    /// <summary>
    /// Follows a lot through production: <c>up</c> to what it was made of, <c>down</c> (when nothing is said) to what was made of it, and to the
    /// receipts or shipments at the end. What was reversed or went back into stock unused does not count.
    /// </summary>
    public static async Task<IResult> Handle(Guid lotId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var direction = http.Request.Query["direction"] is { Count: > 0 } asked ? asked[^1] : Down;
        if (direction is not (Up or Down)) return Error.InvalidParameter("direction", $"direction must be {Up} or {Down}.");
        var levels = MaxLevels;
        if (http.Request.Query["levels"] is { Count: > 0 } text
            && (!int.TryParse(text[^1], NumberStyles.None, CultureInfo.InvariantCulture, out levels) || levels is < 1 or > MaxLevels))
            return Error.InvalidParameter("levels", $"levels must be a whole number between 1 and {MaxLevels}.");
        if (await db.Lots.FirstOrDefaultAsync(l => l.Id == lotId, ct) is not { } lot) return Error.NotFound("Lot", $"{lotId}");

        var trace = new Trace(db, direction == Up, ct);
        await trace.FollowAsync((lot.ItemId, lot.Id), levels);
        return Reply.Ok(new LotTraceView(
            lot.Id, lot.LotNo, lot.ItemId, direction, await trace.LotsAsync(), trace.Links, await trace.EndsAsync(), trace.IsTruncated));
    }

    sealed class Trace(InventoryDb db, bool isUp, CancellationToken ct)
    {
        readonly NpgsqlConnection connection = (NpgsqlConnection)db.Database.GetDbConnection();
        readonly Dictionary<(Guid ItemId, Guid LotId), int> found = [];

        public List<TraceLinkView> Links { get; } = [];
        public bool IsTruncated { get; private set; }

        // One statement for each level. A lot that was seen is not followed again, so the way always ends, even in a circle of rework.
        public async Task FollowAsync((Guid ItemId, Guid LotId) start, int levels)
        {
            found[start] = 0;
            List<(Guid ItemId, Guid LotId)> last = [start];
            for (var level = 1; last.Count > 0; level++)
            {
                var next = await NextAsync([.. last.Select(lot => lot.LotId).Distinct()]);
                if (level > levels)
                {
                    IsTruncated |= next.Any(link => !found.ContainsKey(link.Other));
                    return;
                }

                last = [];
                foreach (var (link, other) in next)
                {
                    if (!found.ContainsKey(other))
                    {
                        if (found.Count == MaxLots)
                        {
                            IsTruncated = true;
                            continue;
                        }

                        found[other] = level;
                        if (other.LotId != Guid.Empty) last.Add(other);
                    }

                    if (!Links.Contains(link)) Links.Add(link);
                }
            }
        }

        // What a transaction made was made of what it used, and of what was issued to its work order before.
        async Task<List<(TraceLinkView Link, (Guid ItemId, Guid LotId) Other)>> NextAsync(Guid[] lots)
        {
            var sql = new SqlQuery();
            var (tenant, order, of) = (sql.Value(db.CurrentTenant), sql.Value(PostProductionOfDocument.WorkOrder), sql.Value(lots));
            await using var read = sql.Command(connection, $"""
                with orders as materialized (
                  select distinct t.source_id from ledger_lines l
                  join ledger_transactions t on t.tenant_id = l.tenant_id and t.ledger_seq = l.ledger_seq and t.posted_at = l.posted_at
                  where l.tenant_id = {tenant} and l.lot_id = any({of}) and l.lot_id <> '{Guid.Empty}' and l.facility_id is not null and t.source_type = {order}),
                moved as materialized (
                  select t.source_id, t.source_no, t.ledger_seq, t.type, l.item_id, l.lot_id, l.qty,
                         sum(l.qty) over (partition by t.source_id, l.item_id, l.lot_id) as net,
                         exists (select from ledger_transactions r where r.tenant_id = t.tenant_id and r.reverses_transaction_id = t.id) as is_reversed
                  from orders o
                  join ledger_transactions t on t.tenant_id = {tenant} and t.source_type = {order} and t.source_id = o.source_id
                  join ledger_lines l on l.tenant_id = t.tenant_id and l.ledger_seq = t.ledger_seq and l.posted_at = t.posted_at
                  where l.facility_id is not null)
                select distinct u.item_id, u.lot_id, m.item_id, m.lot_id, u.source_id, u.source_no
                from moved u join moved m on m.source_id = u.source_id and (m.ledger_seq = u.ledger_seq or u.type = 'production_issue')
                where u.qty < 0 and u.net < 0 and not u.is_reversed and u.type in ('production_issue', 'production_output')
                  and m.qty > 0 and m.net > 0 and not m.is_reversed and m.type = 'production_output'
                  and {(isUp ? "m" : "u")}.lot_id = any({of})
                order by 1, 2, 3, 4, 5 limit {MaxLinks + 1}
                """);
            await using var reader = await read.ExecuteReaderAsync(ct);
            var links = new List<(TraceLinkView Link, (Guid ItemId, Guid LotId) Other)>();
            while (await reader.ReadAsync(ct))
            {
                var (fromItem, fromLot, toItem, toLot) = (reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetGuid(3));
                links.Add((new TraceLinkView(fromItem, Named(fromLot), toItem, Named(toLot), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5)),
                    isUp ? (fromItem, fromLot) : (toItem, toLot)));
            }

            if (links.Count <= MaxLinks) return links;
            IsTruncated = true;
            return links[..MaxLinks];
        }

        public async Task<IReadOnlyList<TracedLotView>> LotsAsync()
        {
            var items = found.Keys.Select(key => key.ItemId).Distinct().ToList();
            var ids = LotIds();
            var itemNos = await db.Items.Where(i => items.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.ItemNo, ct);
            var lots = await db.Lots.Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
            var onHand = await db.Balances.Where(b => items.Contains(b.ItemId) && ids.Contains(b.LotId)).GroupBy(b => b.LotId)
                .Select(group => new { group.Key, Qty = group.Sum(b => b.OnHand) }).ToDictionaryAsync(sum => sum.Key, sum => sum.Qty, ct);
            return [.. found.OrderBy(lot => lot.Value).ThenBy(lot => itemNos[lot.Key.ItemId], StringComparer.Ordinal).ThenBy(lot => lot.Key.LotId).Select(lot =>
            {
                var known = lots.GetValueOrDefault(lot.Key.LotId);
                return new TracedLotView(lot.Value, lot.Key.ItemId, itemNos[lot.Key.ItemId], known?.Id, known?.LotNo, known?.ExpiryDate, known?.Status,
                    known is null ? null : onHand.GetValueOrDefault(known.Id));
            })];
        }

        public async Task<IReadOnlyList<TraceEndView>> EndsAsync()
        {
            VirtualLocation[] places = isUp ? [VirtualLocation.Supplier, VirtualLocation.Adjustment] : [VirtualLocation.Customer, VirtualLocation.Adjustment, VirtualLocation.Scrap];
            var sql = new SqlQuery();
            await using var read = sql.Command(connection, $"""
                select l.item_id, l.lot_id, t.type, t.id, t.ledger_seq, t.source_type, t.source_id, t.source_no, -sum(l.qty), t.effective_at
                from ledger_lines l
                join ledger_transactions t on t.tenant_id = l.tenant_id and t.ledger_seq = l.ledger_seq and t.posted_at = l.posted_at
                where l.tenant_id = {sql.Value(db.CurrentTenant)} and l.lot_id = any({sql.Value(LotIds())}) and l.lot_id <> '{Guid.Empty}'
                  and l.location_id = any({sql.Value(places.Select(place => place.Id).ToArray())}) and l.qty {(isUp ? "<" : ">")} 0
                  and t.reverses_transaction_id is null
                  and not exists (select from ledger_transactions r where r.tenant_id = t.tenant_id and r.reverses_transaction_id = t.id)
                group by l.item_id, l.lot_id, t.type, t.id, t.ledger_seq, t.source_type, t.source_id, t.source_no, t.effective_at
                order by t.ledger_seq, l.item_id, l.lot_id limit {MaxEnds + 1}
                """);
            await using var reader = await read.ExecuteReaderAsync(ct);
            var ends = new List<TraceEndView>();
            while (await reader.ReadAsync(ct))
                ends.Add(new TraceEndView(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), LedgerTransaction.NumberOf(reader.GetInt64(4)),
                    Text(5), Text(6), Text(7), reader.GetDecimal(8), reader.GetFieldValue<DateTimeOffset>(9)));
            if (ends.Count <= MaxEnds) return ends;
            IsTruncated = true;
            return ends[..MaxEnds];

            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        }

        Guid[] LotIds() => [.. found.Keys.Select(key => key.LotId).Where(id => id != Guid.Empty).Distinct()];

        static Guid? Named(Guid lotId) => lotId == Guid.Empty ? null : lotId;
    }
}
