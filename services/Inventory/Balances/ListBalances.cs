using Atlas.Inventory.Costing;
using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Balances;

static class ListBalances
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "itemId", "facilityId", "locationId", "lotId", "statusId", "serialNo", "asOf", "knownAt", "includeZero", "includeChildren",
        "q", WaitForLedger.Parameter);

    public static void MapBalances(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/balances", Handle).RequireScope("inventory:read").WithList(Rules).Produces<CountedPage<BalanceView>>();

    /// <summary>
    /// Lists what is on hand by item, location, lot, serial number and status. With <c>asOf</c> at an earlier time; with <c>knownAt</c> as
    /// it was known then, before anything was backdated.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var (asOf, knownAt) = (query.Timestamp("asOf"), query.Timestamp("knownAt"));
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var sql = new SqlQuery();
        var tenant = sql.Value(db.CurrentTenant);
        Filter(query, sql, tenant);

        // By hand: the projection answers for now, its history for another time. Both have one shape.
        var history = asOf is null && knownAt is null ? null : new History(sql, tenant, asOf ?? time.GetUtcNow(), knownAt);
        if (history is null && query.Flag("includeZero") is not true) sql.Where("b.on_hand <> 0");

        var bound = history is null ? Lists.MaxCount : History.MaxCount;
        if (history is not null) await History.PlanOnceAsync(connection, ct);
        long total;
        await using (var count = sql.Command(connection, Lists.CountToBound(Source(), bound))) total = (long)(await count.ExecuteScalarAsync(ct))!;

        if (query.After is [var item, var location, var lot, var serial, var status])
            sql.Where($"""
                (b.item_id, b.location_id, b.lot_id, b.serial_no, b.status_id) >
                  ({sql.Value(Guid.Parse(item))}, {sql.Value(Guid.Parse(location))}, {sql.Value(Guid.Parse(lot))}, {sql.Value(serial)}, {sql.Value(Guid.Parse(status))})
                """);
        var page = $"""
            with page as materialized (select * from ({Source()}) b order by b.item_id, b.location_id, b.lot_id, b.serial_no, b.status_id
              limit {query.Limit + 1} offset {query.Offset})
            select b.item_id, i.item_no, i.name, b.facility_id, b.location_id, l.code, b.lot_id, lo.lot_no, b.serial_no, lo.expiry_date, b.status_id,
                   b.on_hand, {(history is not null ? "null::numeric" : $"""
                   case when b.status_id = '{StockStatus.Available.Id}' then (select coalesce(sum(a.qty - a.fulfilled_qty), 0) from allocations a
                     where a.tenant_id = b.tenant_id and a.item_id = b.item_id and a.location_id = b.location_id and a.lot_id = b.lot_id
                       and a.serial_no = b.serial_no and a.status = 'active') else 0 end
                   """)}, i.base_uom_id, i.base_uom_code, coalesce(p.currency, i.currency), b.last_movement_at, b.ledger_seq, p.qty, p.value
            from page b
            join items i on i.tenant_id = b.tenant_id and i.id = b.item_id
            join locations l on l.tenant_id = b.tenant_id and l.id = b.location_id
            left join {(history is null ? "cost_pools" : $"({history.OfPools("page")})")} p on p.tenant_id = b.tenant_id and p.item_id = b.item_id
            left join lots lo on lo.tenant_id = b.tenant_id and lo.id = b.lot_id
            order by b.item_id, b.location_id, b.lot_id, b.serial_no, b.status_id
            """;
        var (rows, at) = (new List<BalanceView>(), asOf ?? time.GetUtcNow());
        await using (var read = sql.Command(connection, page))
        await using (var reader = await read.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) rows.Add(Read(reader, at));
        return Lists.Page(query, cursors, rows, total, row => row,
            b => [$"{b.ItemId}", $"{b.LocationId}", $"{b.LotId ?? Guid.Empty}", b.SerialNo ?? "", $"{b.StatusId}"], bound);

        string Source() => history is null
            ? $"select * from balances b where b.tenant_id = {tenant}{sql.Conditions}"
            : history.OfBalances(sql.Conditions, includesZero: query.Flag("includeZero") is true);
    }

    static void Filter(ListQuery query, SqlQuery sql, string tenant)
    {
        if (ItemWords.Sql(query, sql, "b.item_id", tenant) is { Length: > 0 } words) sql.Where(words[" and ".Length..]);
        if (query.Ids("itemId") is { Length: > 0 } items) sql.Where("b.item_id = any(?)", items);
        if (query.Ids("facilityId") is { Length: > 0 } facilities) sql.Where("b.facility_id = any(?)", facilities);
        if (query.Ids("lotId") is { Length: > 0 } lots) sql.Where("b.lot_id = any(?)", lots);
        if (query.Values("serialNo") is { Count: > 0 } serials) sql.Where("b.serial_no = any(?)", serials.ToArray());
        if (query.Values("statusId") is { Count: > 0 } statuses)
            sql.Where("b.status_id = any(?)", statuses.Select(status => StockStatus.Find(status)?.Id
                ?? throw new RefusedException(Error.InvalidParameter("statusId", $"'{status}' is no stock status."))).ToArray());
        if (query.Ids("locationId") is not { Length: > 0 } locations) return;
        if (query.Flag("includeChildren") is not true)
            sql.Where("b.location_id = any(?)", locations);
        else // Everything below has a path that begins with that of the location.
            sql.Where($"b.location_id in ({LocationTree.AtOrBelow(tenant, "?")})", locations);
    }

    static BalanceView Read(NpgsqlDataReader r, DateTimeOffset asOf)
    {
        var (onHand, currency) = (r.GetDecimal(11), r.IsDBNull(15) ? null : r.GetString(15));
        (decimal Qty, decimal Value)? worth = r.IsDBNull(18) || r.IsDBNull(19) || r.GetDecimal(18) == 0 ? null : (r.GetDecimal(18), r.GetDecimal(19));
        return new(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetGuid(3), r.GetGuid(4), r.GetString(5), r.GetGuid(6) == Guid.Empty ? null : r.GetGuid(6),
            r.IsDBNull(7) ? null : r.GetString(7), r.GetString(8).Length == 0 ? null : r.GetString(8), r.IsDBNull(9) ? null : r.GetFieldValue<DateOnly>(9),
            r.GetGuid(10), StockStatus.Of(r.GetGuid(10)).Code, onHand, r.IsDBNull(12) ? null : r.GetDecimal(12), r.GetGuid(13), r.GetString(14),
            worth is { } u ? CostCard.UnitCost(u.Value, u.Qty) : null, worth is { } v ? Money.Part(v.Value, onHand, v.Qty, currency) : null, currency,
            r.GetFieldValue<DateTimeOffset>(16), asOf, r.GetInt64(17));
    }
}
