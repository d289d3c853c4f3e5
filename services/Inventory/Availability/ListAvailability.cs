using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Availability;

static class ListAvailability
{
    /// <summary>Each row of an explained list costs a query, so there are fewer of them.</summary>
    public const int MaxExplainedRows = 20;

    /// <summary>Older transactions of a row are put together into one part.</summary>
    public const int MaxExplainedTransactions = 500;

    public static readonly ListRules Rules = new(ListRules.UsualLimit, "itemId", "facilityId", "locationId", "groupBy", "explain");

    public static void MapAvailability(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/availability", Handle).RequireScope("inventory:read").WithList(Rules).Produces<Page<AvailabilityView>>();

    /// <summary>
    /// Lists what can be promised, by item and location; <c>groupBy=facility</c> or <c>item</c> adds up. All numbers are of one moment.
    /// <c>explain=true</c> lists the ledger transactions and holds behind each.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var (explains, now) = (query.Flag("explain") is true, time.GetUtcNow());
        var groupBy = query.Choices("groupBy", ["location", "facility", "item"]) is [var chosen] ? chosen : "location";
        var limit = explains ? Math.Min(query.Limit, MaxExplainedRows) : query.Limit;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        var sql = new SqlQuery();
        var grouped = Grouped(query, sql, db.CurrentTenant, groupBy, now);
        long total;
        await using (var count = sql.Command(connection, $"{grouped} select count(*) from grouped")) total = (long)(await count.ExecuteScalarAsync(ct))!;
        var after = query.After is [var item, var facility, var location]
            ? $"where (g.item_id, g.facility_id, g.location_id) > ({sql.Value(Guid.Parse(item))}, {sql.Value(Guid.Parse(facility))}, {sql.Value(Guid.Parse(location))})"
            : "";
        var rows = new List<AvailabilityView>();
        await using (var read = sql.Command(connection, $"""
            {grouped}
            select g.*, i.item_no, i.base_uom_code, coalesce((select last_seq from ledger_heads where tenant_id = $1), 0)
            from grouped g join items i on i.tenant_id = $1 and i.id = g.item_id {after}
            order by g.item_id, g.facility_id, g.location_id limit {limit + 1} offset {query.Offset}
            """))
        await using (var reader = await read.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) rows.Add(Read(reader, now));

        var next = rows.Count > limit && limit > 0
            ? cursors.Seal([$"{rows[limit - 1].ItemId}", $"{rows[limit - 1].FacilityId ?? Guid.Empty}", $"{rows[limit - 1].LocationId ?? Guid.Empty}"], query.CursorScope)
            : null;
        var page = rows.Take(limit).ToList();
        if (explains)
            for (var i = 0; i < page.Count; i++) page[i] = page[i] with { Explain = await ExplainAsync(connection, db.CurrentTenant, page[i], now, ct) };
        return TypedResults.Ok(new Page<AvailabilityView>(page, total, limit, query.Offset, next));
    }

    // By hand: three sums over indexes, put side by side. What is grouped away has the empty id.
    static string Grouped(ListQuery query, SqlQuery sql, string tenant, string groupBy, DateTimeOffset now)
    {
        var (t, at, status) = (sql.Value(tenant), sql.Value(now), sql.Value(StockStatus.Available.Id));
        var filter = "";
        if (query.Ids("itemId") is { Length: > 0 } items) filter += $" and x.item_id = any({sql.Value(items)})";
        if (query.Ids("facilityId") is { Length: > 0 } facilities) filter += $" and x.facility_id = any({sql.Value(facilities)})";
        var locationFilter = query.Ids("locationId") is { Length: > 0 } locations ? $" where p.location_id = any({sql.Value(locations)})" : "";
        const string none = "'00000000-0000-0000-0000-000000000000'::uuid";
        var (facility, location) = groupBy switch
        {
            "item" => (none, none),
            "facility" => ("facility_id", none),
            _ => ("facility_id", "location_id"),
        };
        // A claim without a location has no row of its own by location; it is shown beside each row of its facility.
        var byLocation = groupBy == "location";
        if (byLocation) locationFilter += $"{(locationFilter.Length == 0 ? " where" : " and")} p.location_id <> {none}";
        return $"""
            with parts as (
              select x.item_id, x.facility_id, x.location_id, x.on_hand, 0::numeric as allocated, 0::numeric as reserved, 0::numeric as unassigned, 0::numeric as backordered
              from balances x join facilities f on f.tenant_id = x.tenant_id and f.id = x.facility_id left join lots l on l.tenant_id = x.tenant_id and l.id = x.lot_id
              where x.tenant_id = {t} and x.status_id = {status} and x.on_hand <> 0 {UsableLot("x", at)}{filter}
              union all
              select x.item_id, x.facility_id, x.location_id, 0, x.qty - x.fulfilled_qty, 0, 0, 0 from allocations x where x.tenant_id = {t} and x.status = 'active'{filter}
              union all
              select x.item_id, x.facility_id, coalesce(x.location_id, {none}), 0, 0, case when {(byLocation ? "x.location_id is null" : "false")} then 0 else x.open_qty - x.backordered_qty end,
                     case when x.location_id is null then x.open_qty - x.backordered_qty else 0 end, x.backordered_qty
              from reservations x where x.tenant_id = {t} and x.open_qty > 0 and (x.expires_at is null or x.expires_at > {at}){filter}
            ), grouped as (
              select p.item_id, {facility.Replace("facility_id", "p.facility_id")} as facility_id, {location.Replace("location_id", "p.location_id")} as location_id,
                     sum(p.on_hand) as on_hand, sum(p.allocated) as allocated, sum(p.reserved) as reserved,
                     {(byLocation ? "coalesce((select sum(u.unassigned) from parts u where u.item_id = p.item_id and u.facility_id = p.facility_id), 0)" : "sum(p.unassigned)")} as unassigned,
                     sum(p.backordered) as backordered
              from parts p{locationFilter} group by {(groupBy == "item" ? "p.item_id" : byLocation ? "p.item_id, p.facility_id, p.location_id" : "p.item_id, p.facility_id")}
            )
            """;
    }

    // The same rule as Lot.IsUsable: through the end of the expiry date, by the facility's clock.
    internal static string UsableLot(string row, string at) =>
        $"and ({row}.lot_id = '00000000-0000-0000-0000-000000000000' or (l.status = 'active' and (l.expiry_date is null or ({at} at time zone f.time_zone)::date <= l.expiry_date)))";

    static AvailabilityView Read(NpgsqlDataReader r, DateTimeOffset now)
    {
        var (onHand, allocated, reserved) = (r.GetDecimal(3), r.GetDecimal(4), r.GetDecimal(5));
        return new(r.GetGuid(0), r.GetString(8), NullIfEmpty(r.GetGuid(1)), NullIfEmpty(r.GetGuid(2)), onHand, allocated, reserved, onHand - allocated - reserved,
            r.GetDecimal(6), r.GetDecimal(7), r.GetString(9), now, r.GetInt64(10), null);
    }

    static Guid? NullIfEmpty(Guid id) => id == Guid.Empty ? null : id;

    static async Task<List<AvailabilityPart>> ExplainAsync(
        NpgsqlConnection connection, string tenant, AvailabilityView row, DateTimeOffset now, CancellationToken ct)
    {
        var sql = new SqlQuery();
        var (t, at, status) = (sql.Value(tenant), sql.Value(now), sql.Value(StockStatus.Available.Id));
        sql.Where("x.item_id = ?", row.ItemId);
        if (row.FacilityId is { } facility) sql.Where("x.facility_id = ?", facility);
        var inFacility = sql.Conditions;
        if (row.LocationId is { } location) sql.Where("x.location_id = ?", location);
        var claims = row.LocationId is null ? inFacility : $"{inFacility} and (x.location_id is null or x.location_id = {sql.Value(row.LocationId)})";
        await using var read = sql.Command(connection, $"""
            with moved as (
              select x.ledger_seq, x.posted_at, sum(x.qty) as qty, row_number() over (order by x.ledger_seq desc) as nr from ledger_lines x
              join facilities f on f.tenant_id = x.tenant_id and f.id = x.facility_id left join lots l on l.tenant_id = x.tenant_id and l.id = x.lot_id
              where x.tenant_id = {t} and x.status_id = {status} {UsableLot("x", at)}{sql.Conditions} group by x.ledger_seq, x.posted_at
            ), folded as (
              select max(ledger_seq) as ledger_seq, sum(qty) as qty, nr > {MaxExplainedTransactions} as is_folded from moved
              group by nr > {MaxExplainedTransactions}, case when nr > {MaxExplainedTransactions} then 0 else nr end
            )
            select 'on_hand', case when is_folded then 'earlier_transactions' else 'transaction' end, x.id, m.qty
            from folded m join ledger_transactions x on x.tenant_id = {t} and x.ledger_seq = m.ledger_seq where m.qty <> 0
            union all
            select 'allocated', 'allocation', x.id, x.qty - x.fulfilled_qty from allocations x where x.tenant_id = {t} and x.status = 'active'{sql.Conditions}
            union all
            select case when {(row.LocationId is null ? "false" : "x.location_id is null")} then 'unassigned_reserved' else 'reserved' end, 'reservation', x.id, x.open_qty - x.backordered_qty
            from reservations x where x.tenant_id = {t} and x.open_qty > x.backordered_qty and (x.expires_at is null or x.expires_at > {at}){claims}
            union all
            select 'backordered', 'reservation', x.id, x.backordered_qty
            from reservations x where x.tenant_id = {t} and x.backordered_qty > 0 and (x.expires_at is null or x.expires_at > {at}){sql.Conditions}
            """);
        var parts = new List<AvailabilityPart>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) parts.Add(new AvailabilityPart(reader.GetString(0), reader.GetString(1), reader.GetGuid(2), reader.GetDecimal(3)));
        return parts;
    }
}
