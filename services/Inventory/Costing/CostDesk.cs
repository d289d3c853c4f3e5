using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Npgsql;

namespace Atlas.Inventory.Costing;

/// <summary>Lays what items cost on the book, and writes it down again.</summary>
static class CostDesk
{
    /// <summary>How many of an item's open cost layers are loaded at first; few postings use up more.</summary>
    const int MaxLayers = 100;

    /// <summary>Asks for the oldest open layers of each item; where something is backdated, also for what it may change.</summary>
    public static void Ask(NpgsqlBatch load, InventoryDb db, Wanted wanted, Guid[] items)
    {
        const string Layer = "l.item_id, l.ledger_seq, l.line_no, l.effective_at, l.qty, l.value, l.remaining_qty, l.remaining_value";
        const string Oldest = $"""
            select {Layer}, true from unnest($2::uuid[]) w (id) cross join lateral (select * from cost_layers l
              where l.tenant_id = $1 and l.item_id = w.id and l.remaining_qty > 0 order by l.effective_at, l.ledger_seq, l.line_no limit $3) l
            """;
        var most = wanted.AllLayers ? int.MaxValue : MaxLayers;
        if (wanted.History is not { } since)
        {
            load.Add(db, $"{Oldest} order by 4, 2, 3", items, most);
            return;
        }

        load.Add(db, $"""
            with oldest as ({Oldest})
            select * from oldest
            union all
            select {Layer}, false from cost_layers l where l.tenant_id = $1 and l.item_id = any($2)
              and (l.effective_at > $4 or (l.item_id, l.ledger_seq, l.line_no) in (select u.item_id, u.layer_seq, u.layer_line_no from cost_layer_uses u
                where u.tenant_id = $1 and u.item_id = any($2) and u.effective_at > $4))
              and (l.item_id, l.ledger_seq, l.line_no) not in (select item_id, ledger_seq, line_no from oldest)
            order by 4, 2, 3
            """, items, most, since);
        load.Add(db, """
            select item_id, ledger_seq, line_no, layer_seq, layer_line_no, effective_at, qty from cost_layer_uses
            where tenant_id = $1 and item_id = any($2) and effective_at > $3
            """, items, since);
        // An average is found again from an arrival on, which settles it. Where nothing happened since, there is nothing to find again.
        load.Add(db, """
            with w as (
              select i.id, case when exists (select from ledger_lines l where l.tenant_id = $1 and l.item_id = i.id and l.location_id = any($4) and l.effective_at > $3)
                then coalesce((select max(last.effective_at) from unnest($5::uuid[]) o (id) cross join lateral (select l.effective_at from ledger_lines l
                  where l.tenant_id = $1 and l.item_id = i.id and l.location_id = o.id and l.effective_at <= $3 and l.qty < 0 order by l.effective_at desc limit 1) last),
                  '-infinity') else 'infinity' end as since
              from unnest($2::uuid[]) i (id))
            select l.item_id, l.ledger_seq, l.line_no, l.effective_at, l.location_id, l.location_type, -l.qty, -coalesce(l.value, 0), l.corrects_seq, l.corrects_line_no, r.ledger_seq,
                   case when r.ledger_seq is not null and l.qty < 0 then (select -sum(o.value) from ledger_lines o where o.tenant_id = $1 and o.location_id = any($4)
                     and ((o.ledger_seq = r.ledger_seq and o.line_no = l.line_no) or (o.corrects_seq = r.ledger_seq and o.corrects_line_no = l.line_no))) end
            from w join ledger_lines l on l.tenant_id = $1 and l.item_id = w.id and l.location_id = any($4) and l.effective_at >= w.since
            join ledger_transactions t on t.tenant_id = l.tenant_id and t.ledger_seq = l.ledger_seq and t.posted_at = l.posted_at
            left join ledger_transactions r on r.tenant_id = t.tenant_id and r.id = t.reverses_transaction_id
            where l.qty <> 0 or l.corrects_seq is not null
            order by l.effective_at, l.ledger_seq, l.line_no
            """, items, since, VirtualLocation.Outside.Select(l => l.Id).ToArray(), VirtualLocation.Sources.Select(l => l.Id).ToArray());
    }

    /// <summary>Reads what <see cref="Ask"/> has asked for, and completes the pages of the items with it; their pools are on them already.</summary>
    public static async Task ReadAsync(NpgsqlDataReader reader, Book book, Wanted wanted, CancellationToken ct)
    {
        var (layers, oldest) = (new List<CostLayer>(), new List<CostLayer>());
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            layers.Add(new CostLayer
            {
                ItemId = reader.GetGuid(0), LedgerSeq = reader.GetInt64(1), LineNo = reader.GetInt32(2), EffectiveAt = reader.GetFieldValue<DateTimeOffset>(3),
                Qty = reader.GetDecimal(4), Value = reader.GetDecimal(5), RemainingQty = reader.GetDecimal(6), RemainingValue = reader.GetDecimal(7),
            });
            if (reader.GetBoolean(8)) oldest.Add(layers[^1]);
        }

        var (uses, later) = (new List<CostLayerUse>(), new List<(Guid ItemId, CostEvent Event)>());
        if (wanted.History is not null)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
                uses.Add(new CostLayerUse
                {
                    ItemId = reader.GetGuid(0), LedgerSeq = reader.GetInt64(1), LineNo = reader.GetInt32(2), LayerSeq = reader.GetInt64(3),
                    LayerLineNo = reader.GetInt32(4), EffectiveAt = reader.GetFieldValue<DateTimeOffset>(5), Qty = reader.GetDecimal(6),
                });

            await reader.NextResultAsync(ct);
            var corrected = new Dictionary<(long, int), decimal>();
            while (await reader.ReadAsync(ct))
            {
                if (!reader.IsDBNull(8))
                {
                    var line = (reader.GetInt64(8), reader.GetInt32(9));
                    corrected[line] = corrected.GetValueOrDefault(line) + reader.GetDecimal(7);
                    continue;
                }

                later.Add((reader.GetGuid(0), new CostEvent(reader.GetInt64(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetGuid(4),
                    reader.GetString(5), reader.GetDecimal(6), reader.GetDecimal(7), 0, reader.IsDBNull(10) ? null : reader.GetInt64(10),
                    reader.IsDBNull(11) ? null : reader.GetDecimal(11))));
            }

            later = [.. later.Select(l => (l.ItemId, l.Event with { Corrected = corrected.GetValueOrDefault((l.Event.LedgerSeq, l.Event.LineNo)) }))];
        }

        var (layersOf, oldestOf, usesOf, laterOf) = (layers.ToLookup(l => l.ItemId), oldest.ToLookup(l => l.ItemId), uses.ToLookup(u => u.ItemId), later.ToLookup(l => l.ItemId));
        foreach (var (id, page) in book.Items)
            page.CostsBefore = page.Costs = new CostCard(page.Costs.Pool, layersOf[id],
                !wanted.AllLayers && oldestOf[id].Count() == MaxLayers ? oldestOf[id].Last() : null, usesOf[id],
                wanted.History is null ? null : laterOf[id].Select(l => l.Event));
    }

    /// <summary>Reads the pool of an item, which comes in the row of the item, behind its columns.</summary>
    public static CostPool ReadPool(NpgsqlDataReader reader, Guid itemId) => new()
    {
        ItemId = itemId, Method = reader.GetString(18), Currency = reader.IsDBNull(19) ? null : reader.GetString(19), Qty = reader.GetDecimal(20),
        Value = reader.GetDecimal(21), BaseQty = reader.GetDecimal(22), BaseValue = reader.GetDecimal(23),
        LastUnitCost = reader.IsDBNull(24) ? null : reader.GetDecimal(24), LedgerSeq = reader.GetInt64(25),
        LongestLag = reader.GetInt64(26),
    };

    /// <summary>Writes what has become of pools, layers and their uses.</summary>
    public static void Write(NpgsqlBatch write, InventoryDb db, Book book)
    {
        var changed = book.Items.Values.Where(page => page.Costs != page.CostsBefore).Select(page => (Now: page.Costs, Before: page.CostsBefore!))
            .OrderBy(costs => costs.Now.Pool.ItemId).ToList();
        if (changed.Count == 0) return;
        write.AddRows(db, changed.Select(costs => costs.Now.Pool), """
            on conflict (tenant_id, item_id) do update set currency = excluded.currency, qty = excluded.qty, value = excluded.value, base_qty = excluded.base_qty,
                base_value = excluded.base_value, last_unit_cost = excluded.last_unit_cost, ledger_seq = excluded.ledger_seq, longest_lag = excluded.longest_lag
            """);
        var layers = changed.SelectMany(costs => costs.Now.Layers.Except(costs.Before.Layers)).ToList();
        if (layers.Count > 0)
            write.AddRows(db, layers, """
                on conflict (tenant_id, item_id, ledger_seq, line_no) do update
                set value = excluded.value, remaining_qty = excluded.remaining_qty, remaining_value = excluded.remaining_value
                """);
        // Uses that were found again may be of other layers than before.
        var gone = changed.SelectMany(costs => costs.Before.Uses.Except(costs.Now.Uses)).ToList();
        if (gone.Count > 0)
            write.Add(db, """
                delete from cost_layer_uses where tenant_id = $1 and (item_id, ledger_seq, line_no, layer_seq, layer_line_no) in
                  (select * from unnest($2::uuid[], $3::bigint[], $4::int[], $5::bigint[], $6::int[]))
                """, gone.Select(u => u.ItemId).ToArray(), gone.Select(u => u.LedgerSeq).ToArray(), gone.Select(u => u.LineNo).ToArray(),
                gone.Select(u => u.LayerSeq).ToArray(), gone.Select(u => u.LayerLineNo).ToArray());
        var uses = changed.SelectMany(costs => costs.Now.Uses.Except(costs.Before.Uses)).ToList();
        if (uses.Count > 0) write.AddRows(db, uses);
    }
}
