using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.Support;

namespace Atlas.Load.Inventory;

/// <summary>
/// Makes a tenant with many items and a long ledger, by SQL, as if it had been posted over a year. Every tenth transaction is of
/// the first item, so that there is one with a tenth of the whole ledger; the others take turns.
/// </summary>
/// <remarks>The hashes are made up: nobody would wait for so many to be chained. Everything that is read is as the service writes it.</remarks>
static class StockGenerator
{
    public const int Locations = 100;
    const int Batches = 20;

    public static string ItemId(int number) => $"00000000-0000-7000-8001-{number:x12}";

    /// <summary>Items in Catalog and Inventory, transactions of one unit each, and an open reservation of every tenth item.</summary>
    public static async Task MakeAsync(SystemUnderTest system, Report report, string tenant, int items, int transactions)
    {
        using var client = await system.ClientOfAsync(tenant);
        var first = (await client.PostAsync("/v1/items", new { itemNo = "GEN-FIRST", name = "First", baseUomId = "pcs" })).ShouldBe(201);
        var facility = (await client.PostAsync("/v1/facilities", new { code = "GEN", name = "Generated", type = "warehouse", timeZone = "UTC" })).ShouldBe(201)
            .Json.At("data.id").GetGuid();
        await system.ExecuteAsync("inventorydb", $"""
            insert into locations select p.* from generate_series(0, {Locations - 1}) n,
              lateral jsonb_populate_record(null::locations, jsonb_build_object('tenant_id', '{tenant}', 'id', {Place("n")}, 'facility_id', '{facility}', 'code', 'G' || n,
                'type', 'bin', 'path', 'G' || n, 'path_key', 'g' || n, 'depth', 0, 'is_pickable', true, 'is_receivable', true, 'is_active', true, 'version', 1,
                'metadata', '{Empty}'::jsonb, 'created_at', now(), 'updated_at', now(), 'created_by', 'bench')) p
            """);
        for (var batch = 0; batch < Batches; batch++)
        {
            report.Doing($"making {items:#,0} items: {batch * 100 / Batches} %");
            var (from, to) = ((long)items * batch / Batches, (long)items * (batch + 1) / Batches - 1);
            await Task.WhenAll(
                system.ExecuteAsync("catalogdb", $"""
                    insert into items select r.* from items t, generate_series({from}, {to}) n,
                      lateral jsonb_populate_record(t, jsonb_build_object('id', {Item("n")}, 'item_no', 'GEN-' || n, 'item_no_key', 'gen-' || n, 'name', {Name("n")},
                        'search_text', lower({Name("n")}) || ' gen-' || n || ' gen ' || n, 'created_at', now() - n * interval '1 s')) r
                    where t.tenant_id = '{tenant}' and t.id = '{first.Json.TextAt("data.id")}'
                    """),
                system.ExecuteAsync("inventorydb", $"""
                    insert into items (tenant_id, id, item_no, name, item_kind, base_uom_id, base_uom_code, base_uom_decimals, lot_tracking, serial_tracking, expiry_tracking,
                        is_active, negative_stock_policy, conversions, item_version)
                    select '{tenant}', {Item("n")}, 'GEN-' || n, {Name("n")}, 'purchased', '{first.Json.TextAt("data.baseUomId")}', 'pcs', 0, 'none', 'none', 'none', true, 'inherit', '[]', 1
                    from generate_series({from}, {to}) n;
                    insert into reservations select r.* from generate_series({from}, {to}, 10) n,
                      lateral jsonb_populate_record(null::reservations, jsonb_build_object('tenant_id', '{tenant}', 'id', {Item("n")}, 'reservation_no', 'GEN-' || n, 'item_id', {Item("n")},
                        'facility_id', '{facility}', 'qty', 1, 'open_qty', 1, 'requested_qty', 1, 'allocated_qty', 0, 'fulfilled_qty', 0, 'released_qty', 0, 'cancelled_qty', 0, 'expired_qty', 0,
                        'backordered_qty', 0, 'allow_backorder', false, 'demand_type', 'manual', 'demand_id', 'bench', 'priority', 100, 'status', 'open', 'version', 1,
                        'metadata', '{Empty}'::jsonb, 'created_at', now(), 'updated_at', now(), 'created_by', 'bench')) r
                    """));
        }

        await system.ExecuteAsync("inventorydb", "select make_ledger_partitions((date_trunc('month', now()) - interval '12 months')::date, 13)");
        for (var batch = 0; batch < Batches; batch++)
        {
            report.Doing($"making {transactions * 2:#,0} ledger lines: {batch * 100 / Batches} %");
            var (from, to) = ((long)transactions * batch / Batches + 1, (long)transactions * (batch + 1) / Batches);
            var middle = (from + to) / 2;
            await Task.WhenAll(LinesAsync(from, middle), LinesAsync(middle + 1, to));
        }

        report.Doing("making balances, and the statistics of all tables");
        await system.ExecuteAsync("inventorydb", $"""
            insert into balances (tenant_id, item_id, location_id, lot_id, serial_no, status_id, facility_id, on_hand, last_movement_at, ledger_seq, longest_lag, running_key)
            select tenant_id, item_id, location_id, lot_id, serial_no, status_id, facility_id, sum(qty), max(effective_at), max(ledger_seq), 0, stock_key(tenant_id, item_id, location_id, lot_id, serial_no, status_id)
            from ledger_lines where tenant_id = '{tenant}' and facility_id is not null group by 1, 2, 3, 4, 5, 6, 7;
            insert into cost_pools (tenant_id, item_id, method, currency, qty, value, base_qty, base_value, last_unit_cost, ledger_seq, longest_lag, running_key)
            select tenant_id, item_id, 'moving_average', 'EUR', sum(on_hand), sum(on_hand), sum(on_hand), sum(on_hand), 1, max(ledger_seq), 0, pool_key(tenant_id, item_id)
            from balances where tenant_id = '{tenant}' group by 1, 2;
            insert into ledger_heads (tenant_id, last_seq, last_hash, last_posted_at, last_reservation_no) values ('{tenant}', {transactions}, {Hash($"'{transactions}'")}, now(), 0);
            """);
        await Task.WhenAll(system.ExecuteAsync("inventorydb", "vacuum analyze"), system.ExecuteAsync("catalogdb", "vacuum analyze"));

        Task LinesAsync(long from, long to) => system.ExecuteAsync("inventorydb", $"""
            begin;
            set local synchronous_commit = off;
            create temp table made on commit drop as
              select s as seq, now() - interval '364 days' + s * (interval '364 days' / {transactions}) as at,
                     case when s % 10 = 0 then 0 else (s / 10 * 9 + s % 10 - 1) % {items - 1} + 1 end as item,
                     case when s % 10 = 0 then s / 10 else (s / 10 * 9 + s % 10 - 1) / {items - 1} + 1 end as running
              from generate_series({from}::bigint, {to}::bigint) s;
            insert into ledger_transactions (tenant_id, ledger_seq, posted_at, id, type, effective_at, reason, created_by, line_count, hash)
            select '{tenant}', seq, at, {Guid("seq", "8003")}, 'adjustment', at, 'bench', 'bench', 2, {Hash("seq::text")} from made;
            insert into ledger_lines (tenant_id, ledger_seq, line_no, posted_at, effective_at, item_id, facility_id, location_id, location_type, lot_id, serial_no, status_id,
                qty, entered_qty, entered_uom_id, unit_cost, value, currency, running_qty, running_value, running_key)
            select '{tenant}', seq, side, at, at, {Item("item")}, case side when 1 then '{facility}'::uuid end,
                   case side when 1 then {Place($"item % {Locations}")} else '{VirtualLocation.Adjustment.Id}' end, case side when 1 then 'internal' else 'adjustment' end,
                   '00000000-0000-0000-0000-000000000000', '', '{StockStatus.Available.Id}', case side when 1 then 1 else -1 end, case side when 1 then 1 else -1 end,
                   '{first.Json.TextAt("data.baseUomId")}', 1, case side when 1 then 1 else -1 end, 'EUR', running, case side when 2 then running end,
                   case side when 1 then stock_key('{tenant}', {Item("item")}, {Place($"item % {Locations}")}, '{System.Guid.Empty}', '', '{StockStatus.Available.Id}') else pool_key('{tenant}', {Item("item")}) end
            from made, generate_series(1, 2) side;
            commit;
            """);
    }

    const string Empty = "{}";

    static string Item(string number) => Guid(number, "8001");
    static string Place(string number) => Guid(number, "8002");
    static string Guid(string number, string kind) => $"('00000000-0000-7000-{kind}-' || lpad(to_hex({number}), 12, '0'))::uuid";
    static string Hash(string text) => $"decode(md5({text}) || md5({text}), 'hex')";

    // Forty words by forty, so one word is on 2.5 % of the items and two are on one in 1,600.
    static string Name(string number) => $"'Alpha' || ({number} % 40) || 'x Beta' || ({number} / 40 % 40) || 'y no ' || {number}";
}
