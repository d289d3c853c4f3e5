using System.Data;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Npgsql;

namespace Atlas.Inventory.IntegrityChecks;

static class RunIntegrityCheck
{
    const int MaxListed = 50;
    const int TimeoutSeconds = 300;
    static readonly string InTransit = VirtualLocation.InTransit.Id.ToString();
    static readonly string Available = StockStatus.Available.Id.ToString();

    // Each says what must be true, and finds what is not. Two columns: the key, and the numbers.
    static readonly (string Code, string Rule, string Sql)[] Checks =
    [
        ("INV-01", "The lines of a transaction add up to zero per item.", """
            select format('transaction %s, item %s', ledger_seq, item_id), format('sum %s', sum(qty)) from ledger_lines where tenant_id = $1
            group by ledger_seq, item_id having sum(qty) <> 0
            """),
        ("INV-02", "A balance is the sum of its ledger lines.", """
            select format('item %s, location %s, lot %s, serial %s, status %s', item_id, location_id, lot_id, serial_no, status_id), format('balance %s, ledger %s', coalesce(b.on_hand, 0), coalesce(l.qty, 0))
            from (select item_id, location_id, lot_id, serial_no, status_id, on_hand from balances where tenant_id = $1) b
            full join (select item_id, location_id, lot_id, serial_no, status_id, sum(qty) as qty from ledger_lines where tenant_id = $1 and facility_id is not null
                       group by item_id, location_id, lot_id, serial_no, status_id) l
            using (item_id, location_id, lot_id, serial_no, status_id) where coalesce(b.on_hand, 0) <> coalesce(l.qty, 0)
            """),
        ("INV-05", "The numbers of transactions have no gaps, and the head knows the last.", """
            select 'ledger', format('%s transactions from %s to %s, the head says %s', count(*), min(t.ledger_seq), max(t.ledger_seq), coalesce(max(h.last_seq), 0))
            from ledger_transactions t full join ledger_heads h on h.tenant_id = t.tenant_id where coalesce(t.tenant_id, h.tenant_id) = $1
            having count(t.ledger_seq) <> coalesce(max(h.last_seq), 0) or (count(t.ledger_seq) > 0 and (min(t.ledger_seq) <> 1 or max(t.ledger_seq) <> max(h.last_seq)))
            union all
            select format('transaction %s', t.ledger_seq), format('%s lines, not %s', count(l.line_no), t.line_count) from ledger_transactions t
            left join ledger_lines l on l.tenant_id = t.tenant_id and l.ledger_seq = t.ledger_seq and l.posted_at = t.posted_at
            where t.tenant_id = $1 group by t.ledger_seq, t.line_count having count(l.line_no) <> t.line_count
            """),
        ("INV-06", "Every line says what its key had come to, and outside what all of the item's stock had, and is found by its key.", $"""
            select format('transaction %s, line %s', r.ledger_seq, r.line_no), format('says %s worth %s, is %s worth %s', running_qty, running_value, qty, value)
            from (select l.ledger_seq, l.line_no, l.running_qty, l.running_value, sum(l.qty) over sums * sign as qty,
                         case when sign < 0 then sum(coalesce(l.value, 0)) over sums * sign end as value
                  from ledger_lines l cross join lateral (select case when l.facility_id is null then -1 else 1 end as sign) s
                  where l.tenant_id = $1 and l.location_id <> '{InTransit}'
                  window sums as (partition by l.item_id, sign, case when sign > 0 then row(l.location_id, l.lot_id, l.serial_no, l.status_id) end order by l.ledger_seq)) r
            where r.running_qty is distinct from r.qty or r.running_value is distinct from r.value
            union all
            select format('transaction %s, line %s', ledger_seq, line_no), format('is found by %s, not by %s', running_key, {LedgerTable.LineKey})
            from ledger_lines where tenant_id = $1 and running_key is distinct from {LedgerTable.LineKey}
            union all
            select format('item %s, location %s, lot %s, serial %s, status %s', item_id, location_id, lot_id, serial_no, status_id), format('is found by %s, not by %s', running_key, {LedgerTable.StockKey})
            from balances where tenant_id = $1 and running_key <> {LedgerTable.StockKey}
            union all
            select format('item %s', item_id), format('is found by %s, not by %s', running_key, {LedgerTable.PoolKey}) from cost_pools where tenant_id = $1 and running_key <> {LedgerTable.PoolKey}
            """),
        ("INV-08", "Where it is not allowed, stock was never below zero, at any time.", """
            select format('item %s, location %s, lot %s, serial %s, status %s', r.item_id, location_id, lot_id, serial_no, status_id), format('%s at %s', min(running), min(effective_at) filter (where running < 0))
            from (select item_id, facility_id, location_id, lot_id, serial_no, status_id, effective_at,
                         sum(qty) over (partition by item_id, location_id, lot_id, serial_no, status_id order by effective_at) as running
                  from ledger_lines where tenant_id = $1 and facility_id is not null) r
            join items i on i.tenant_id = $1 and i.id = r.item_id join facilities f on f.tenant_id = $1 and f.id = r.facility_id
            where i.negative_stock_policy = 'deny' or (i.negative_stock_policy <> 'allow' and not f.allow_negative)
            group by r.item_id, location_id, lot_id, serial_no, status_id having min(running) < 0
            """),
        ("INV-09", "A serial number is in one place at most, once.", """
            select format('item %s, serial %s', item_id, serial_no), format('%s in %s places', sum(on_hand), count(*)) from balances
            where tenant_id = $1 and serial_no <> '' and on_hand <> 0 group by item_id, serial_no having sum(on_hand) <> 1 or count(*) > 1
            """),
        ("INV-10", "Stock of a tracked item names its lot and serial number, with an expiry date where there must be one; other stock does not.", """
            select format('transaction %s, line %s', l.ledger_seq, l.line_no), format('item %s, lot %s, serial %s', l.item_id, l.lot_id, l.serial_no)
            from ledger_lines l join items i on i.tenant_id = l.tenant_id and i.id = l.item_id left join lots lo on lo.tenant_id = l.tenant_id and lo.id = l.lot_id
            where l.tenant_id = $1 and l.facility_id is not null and (
              ((i.lot_tracking = 'tracked' or i.expiry_tracking = 'tracked') <> (lo.id is not null))
              or (i.expiry_tracking = 'tracked' and lo.expiry_date is null) or (i.serial_tracking = 'tracked') <> (l.serial_no <> ''))
            """),
        ("INV-20", "What a reservation says is allocated is the sum of its active allocations.", """
            select format('reservation %s', r.reservation_no), format('says %s, allocations hold %s', r.allocated_qty, coalesce(a.qty, 0)) from reservations r
            left join (select reservation_id, sum(qty - fulfilled_qty) as qty from allocations where tenant_id = $1 and status = 'active' group by reservation_id) a on a.reservation_id = r.id
            where r.tenant_id = $1 and r.allocated_qty <> coalesce(a.qty, 0)
            """),
        ("INV-21", "No more is allocated than is on hand.", $"""
            select format('item %s, location %s, lot %s, serial %s', a.item_id, a.location_id, a.lot_id, a.serial_no), format('allocated %s, on hand %s', sum(a.qty - a.fulfilled_qty), coalesce(max(b.on_hand), 0))
            from allocations a join items i on i.tenant_id = $1 and i.id = a.item_id join facilities f on f.tenant_id = $1 and f.id = a.facility_id
            left join balances b on b.tenant_id = $1 and b.item_id = a.item_id and b.location_id = a.location_id and b.lot_id = a.lot_id and b.serial_no = a.serial_no and b.status_id = '{Available}'
            where a.tenant_id = $1 and a.status = 'active' and (i.negative_stock_policy = 'deny' or (i.negative_stock_policy <> 'allow' and not f.allow_negative))
            group by a.item_id, a.location_id, a.lot_id, a.serial_no having sum(a.qty - a.fulfilled_qty) > coalesce(max(b.on_hand), 0)
            """),
        ("INV-22", "No more is held in a facility than is on hand there.", $"""
            select format('item %s, facility %s', h.item_id, h.facility_id), format('held %s, on hand %s', h.qty, coalesce(b.qty, 0))
            from (select item_id, facility_id, sum(qty) as qty from (
                    select item_id, facility_id, open_qty - backordered_qty as qty from reservations where tenant_id = $1 and open_qty > 0 and (expires_at is null or expires_at > $2)
                    union all select item_id, facility_id, qty - fulfilled_qty from allocations where tenant_id = $1 and status = 'active') x group by item_id, facility_id) h
            join items i on i.tenant_id = $1 and i.id = h.item_id join facilities f on f.tenant_id = $1 and f.id = h.facility_id
            left join (select item_id, facility_id, sum(on_hand) as qty from balances where tenant_id = $1 and status_id = '{Available}' group by item_id, facility_id) b
              on b.item_id = h.item_id and b.facility_id = h.facility_id
            where h.qty > coalesce(b.qty, 0) and (i.negative_stock_policy = 'deny' or (i.negative_stock_policy <> 'allow' and not f.allow_negative))
            """),
        ("INV-23", "The quantity of a reservation is the sum of its parts, and none is below zero.", """
            select format('reservation %s', reservation_no), format('%s <> %s open + %s allocated + %s fulfilled + %s released + %s cancelled + %s expired', qty, open_qty, allocated_qty, fulfilled_qty, released_qty, cancelled_qty, expired_qty)
            from reservations where tenant_id = $1 and (qty <> open_qty + allocated_qty + fulfilled_qty + released_qty + cancelled_qty + expired_qty
              or least(open_qty, allocated_qty, fulfilled_qty, released_qty, cancelled_qty, expired_qty, backordered_qty) < 0 or backordered_qty > open_qty)
            """),
        ("INV-80", "First in, first out: what is left of the layers is all of the stock and all of its value.", $"""
            select format('item %s', p.item_id), format('layers %s worth %s, stock %s worth %s', coalesce(l.qty, 0), coalesce(l.value, 0), p.qty, p.value)
            from cost_pools p left join (select item_id, sum(remaining_qty) as qty, sum(remaining_value) as value from cost_layers where tenant_id = $1 group by item_id) l on l.item_id = p.item_id
            where p.tenant_id = $1 and p.method = '{CostPool.Fifo}' and (coalesce(l.qty, 0) <> greatest(p.qty, 0) or (p.qty >= 0 and coalesce(l.value, 0) <> p.value))
            union all
            select format('item %s, layer %s, line %s', l.item_id, l.ledger_seq, l.line_no), format('%s of %s left, %s used', l.remaining_qty, l.qty, coalesce(u.qty, 0))
            from cost_layers l left join (select item_id, layer_seq, layer_line_no, sum(qty) as qty from cost_layer_uses where tenant_id = $1 group by item_id, layer_seq, layer_line_no) u
              on u.item_id = l.item_id and u.layer_seq = l.ledger_seq and u.layer_line_no = l.line_no
            where l.tenant_id = $1 and (l.remaining_qty < 0 or l.remaining_qty <> l.qty - coalesce(u.qty, 0))
            """),
        ("INV-81", "Moving average: the value is the quantity at the average, to the minor unit.", $"""
            select format('item %s', item_id), format('%s worth %s, average %s / %s', qty, value, base_value, base_qty) from cost_pools
            where tenant_id = $1 and method <> '{CostPool.Fifo}'
              and ((qty = 0 and value <> 0) or (qty > 0 and (base_qty < qty or abs(value - base_value * qty / nullif(base_qty, 0)) > {Money.UnitOf("currency")})))
            """),
        ("INV-82", "The values of a transaction add up to zero per item, and what an item's stock is worth is the sum of its lines.", $"""
            select format('transaction %s, item %s', ledger_seq, item_id), format('sum of values %s', sum(value)) from ledger_lines where tenant_id = $1
            group by ledger_seq, item_id having sum(value) <> 0
            union all
            select format('item %s', item_id), format('stock %s worth %s, ledger %s worth %s', coalesce(p.qty, 0), coalesce(p.value, 0), coalesce(l.qty, 0), coalesce(l.value, 0))
            from (select item_id, qty, value from cost_pools where tenant_id = $1) p
            full join (select item_id, sum(qty) as qty, sum(value) as value from ledger_lines where tenant_id = $1 and (facility_id is not null or location_id = '{InTransit}') group by item_id) l
            using (item_id) where coalesce(p.qty, 0) <> coalesce(l.qty, 0) or coalesce(p.value, 0) <> coalesce(l.value, 0)
            """),
        ("INV-83", "What corrects a cost adds value to an earlier line, for the time of that line, and moves nothing.", $"""
            select format('transaction %s, line %s', c.ledger_seq, c.line_no), format('%s worth %s, of line %s in transaction %s', c.qty, c.value, c.corrects_line_no, c.corrects_seq)
            from ledger_lines c left join ledger_lines l on l.tenant_id = c.tenant_id and l.ledger_seq = c.corrects_seq and l.line_no = c.corrects_line_no and l.item_id = c.item_id
            where c.tenant_id = $1 and c.corrects_seq is not null and (c.qty <> 0 or l.ledger_seq is null or l.ledger_seq >= c.ledger_seq or l.effective_at <> c.effective_at)
            """),
        ("INV-35", "What a transfer says is in transit is what the ledger has in transit for it, never below zero, and nothing once it has ended.", $"""
            select format('transfer %s, item %s, lot %s, serial %s', t.transfer_no, item_id, lot_id, serial_no), format('says %s, ledger %s, status %s', coalesce(m.qty, 0), coalesce(l.qty, 0), t.status)
            from (select transfer_id, item_id, lot_id, serial_no, status_id, sum(case kind when 'ship' then qty else -qty end) as qty
                  from transfer_movements where tenant_id = $1 group by transfer_id, item_id, lot_id, serial_no, status_id) m
            full join (select x.source_id::uuid as transfer_id, l.item_id, l.lot_id, l.serial_no, l.status_id, sum(l.qty) as qty
                  from ledger_transactions x join ledger_lines l on l.tenant_id = x.tenant_id and l.ledger_seq = x.ledger_seq and l.posted_at = x.posted_at
                  where x.tenant_id = $1 and x.source_type = 'transfer' and l.location_id = '{VirtualLocation.InTransit.Id}'
                  group by x.source_id, l.item_id, l.lot_id, l.serial_no, l.status_id) l
            using (transfer_id, item_id, lot_id, serial_no, status_id) left join transfers t on t.tenant_id = $1 and t.id = transfer_id
            where coalesce(m.qty, 0) <> coalesce(l.qty, 0) or m.qty < 0 or (m.qty <> 0 and t.status not in ('in_transit', 'partially_received'))
            """),
    ];

    public static void MapIntegrityChecks(this IEndpointRouteBuilder api) =>
        api.MapPost("/inventory/integrity-checks", Handle).RequireScope("inventory:adjust").Produces<Envelope<IntegrityCheckView>>();

    /// <summary>Proves on the live data that the books are right, and names every key that breaks a rule. Writers are not held up.</summary>
    public static async Task<IResult> Handle(HttpContext http, Database database, TimeProvider time, CancellationToken ct)
    {
        // A snapshot of its own: all checks look at one moment, however long they take.
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var (tenant, now) = (Caller.Of(http).Tenant, time.GetUtcNow());
        await using (var enter = new NpgsqlCommand("select set_config('atlas.tenant', $1, true)", connection))
        {
            enter.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            await enter.ExecuteNonQueryAsync(ct);
        }

        var found = new List<InvariantView>();
        foreach (var (code, rule, sql) in Checks)
        {
            var broken = new List<BrokenKeyView>();
            await using var check = Command(connection, $"select * from ({sql}) broken limit {MaxListed}", tenant);
            if (sql.Contains("$2")) check.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            await using var reader = await check.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) broken.Add(new BrokenKeyView(reader.GetString(0), reader.GetString(1)));
            found.Add(new InvariantView(code, rule, broken.Count == 0, broken));
        }

        var (lastSeq, chain) = await FollowChainAsync(connection, tenant, ct);
        found.Add(new InvariantView("INV-03", "Each hash covers its transaction and the hash before it, up to the head.", chain.Count == 0, chain));
        var ordered = found.OrderBy(check => check.Code, StringComparer.Ordinal).ToList();
        return Reply.Ok(new IntegrityCheckView(ordered.All(check => check.IsSound), now, lastSeq, ordered));
    }

    // One pass over the ledger in its order; the memory that it needs does not grow with it.
    static async Task<(long LastSeq, List<BrokenKeyView> Broken)> FollowChainAsync(NpgsqlConnection connection, string tenant, CancellationToken ct)
    {
        var (hash, lastSeq) = (new byte[LedgerHash.Bytes], 0L);
        LedgerTransaction? current = null;
        List<LedgerLine> lines = [];
        BrokenKeyView? broken = null;

        await using (var read = Command(connection, """
            select t.ledger_seq, t.posted_at, t.id, t.type, t.effective_at, t.source_type, t.source_id, t.source_no, t.reason, t.reason_code, t.reference,
                   t.reverses_transaction_id, t.created_by, t.line_count, t.hash, l.line_no, l.item_id, l.facility_id, l.location_id, l.location_type, l.lot_id, l.serial_no,
                   l.status_id, l.qty, l.entered_qty, l.entered_uom_id, l.unit_cost, l.value, l.currency,
                   l.effective_at, l.corrects_seq, l.corrects_line_no
            from ledger_transactions t left join ledger_lines l on l.tenant_id = t.tenant_id and l.ledger_seq = t.ledger_seq and l.posted_at = t.posted_at
            where t.tenant_id = $1 order by t.ledger_seq, l.line_no
            """, tenant))
        await using (var reader = await read.ExecuteReaderAsync(ct))
        {
            while (broken is null && await reader.ReadAsync(ct))
            {
                if (current?.LedgerSeq != reader.GetInt64(0))
                {
                    Close();
                    current = ReadTransaction(reader);
                }

                if (!reader.IsDBNull(15)) lines.Add(ReadLine(reader));
            }

            if (broken is null) Close();
        }

        if (broken is null)
        {
            await using var head = Command(connection, "select last_hash from ledger_heads where tenant_id = $1", tenant);
            if (await head.ExecuteScalarAsync(ct) is byte[] last && !last.AsSpan().SequenceEqual(hash))
                broken = new BrokenKeyView("head", "its hash is not that of the last transaction");
        }

        return (lastSeq, broken is null ? [] : [broken]);

        void Close()
        {
            if (current is null) return;
            hash = LedgerHash.Of(hash, current, lines);
            if (!current.Hash.AsSpan().SequenceEqual(hash))
                broken = new BrokenKeyView($"transaction {current.LedgerSeq}", $"stored {Convert.ToHexStringLower(current.Hash)}, computed {Convert.ToHexStringLower(hash)}");
            lastSeq = current.LedgerSeq;
            lines = [];
        }
    }

    static LedgerTransaction ReadTransaction(NpgsqlDataReader r) => new()
    {
        LedgerSeq = r.GetInt64(0), PostedAt = r.GetFieldValue<DateTimeOffset>(1), Id = r.GetGuid(2), Type = r.GetString(3),
        EffectiveAt = r.GetFieldValue<DateTimeOffset>(4), SourceType = Text(r, 5), SourceId = Text(r, 6), SourceNo = Text(r, 7), Reason = Text(r, 8),
        ReasonCode = Text(r, 9), Reference = Text(r, 10), ReversesTransactionId = r.IsDBNull(11) ? null : r.GetGuid(11), CreatedBy = r.GetString(12),
        LineCount = r.GetInt32(13), Hash = r.GetFieldValue<byte[]>(14),
    };

    static LedgerLine ReadLine(NpgsqlDataReader r) => new()
    {
        LedgerSeq = r.GetInt64(0), PostedAt = r.GetFieldValue<DateTimeOffset>(1), EffectiveAt = r.GetFieldValue<DateTimeOffset>(29), LineNo = r.GetInt32(15),
        ItemId = r.GetGuid(16), FacilityId = r.IsDBNull(17) ? null : r.GetGuid(17), LocationId = r.GetGuid(18), LocationType = r.GetString(19), LotId = r.GetGuid(20),
        SerialNo = r.GetString(21), StatusId = r.GetGuid(22), Qty = r.GetDecimal(23), EnteredQty = r.GetDecimal(24), EnteredUomId = r.GetGuid(25),
        UnitCost = Number(r, 26), Value = Number(r, 27), Currency = Text(r, 28),
        CorrectsSeq = r.IsDBNull(30) ? null : r.GetInt64(30), CorrectsLineNo = r.IsDBNull(31) ? null : r.GetInt32(31),
    };

    static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    static decimal? Number(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetDecimal(column);

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string tenant)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return command;
    }
}
