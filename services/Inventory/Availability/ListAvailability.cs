using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
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

    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "itemId", "facilityId", "locationId", "includeChildren", "groupBy", "explain", "q", WaitForLedger.Parameter);

    // Behind all other ids, so that the row without a location is the last of its facility.
    static readonly Guid None = Guid.AllBitsSet;

    public static void MapAvailability(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/availability", Handle).RequireScope("inventory:read").WithList(Rules).Produces<CountedPage<AvailabilityView>>();

    /// <summary>
    /// Lists what can be promised, by item and location; <c>groupBy=facility</c> or <c>item</c> adds up. All numbers are of one moment.
    /// <c>explain=true</c> lists the ledger transactions, holds and documents behind each.
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
        await using (var count = sql.Command(connection, Lists.CountToBound($"{grouped} select 1 from grouped"))) total = (long)(await count.ExecuteScalarAsync(ct))!;
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
            ? cursors.Seal([$"{rows[limit - 1].ItemId}", $"{rows[limit - 1].FacilityId ?? None}", $"{rows[limit - 1].LocationId ?? None}"], query.CursorScope)
            : null;
        var page = rows.Take(limit).ToList();
        if (explains)
            for (var i = 0; i < page.Count; i++) page[i] = page[i] with { Explain = await ExplainAsync(connection, db.CurrentTenant, page[i], groupBy == "location", now, ct) };
        return TypedResults.Ok(new CountedPage<AvailabilityView>(page, total, limit, query.Offset, next, total <= Lists.MaxCount));
    }

    // By hand: sums over indexes, put side by side. What is grouped away, or has no location, has the last of all ids.
    static string Grouped(ListQuery query, SqlQuery sql, string tenant, string groupBy, DateTimeOffset now)
    {
        var (t, at, available, inTransit) = (sql.Value(tenant), sql.Value(now), sql.Value(StockStatus.Available.Id), sql.Value(StockStatus.InTransit.Id));
        var none = $"'{None}'::uuid";
        var filter = ItemWords.Sql(query, sql, "x.item_id", t);
        if (query.Ids("itemId") is { Length: > 0 } items) filter += $" and x.item_id = any({sql.Value(items)})";
        if (query.Ids("facilityId") is { Length: > 0 } facilities) filter += $" and x.facility_id = any({sql.Value(facilities)})";
        var (byLocation, places) = (groupBy == "location", "");
        if (query.Ids("locationId") is { Length: > 0 } locations) places = Places(query, sql, t, locations);
        var facility = groupBy == "item" ? none : "p.facility_id";
        var location = byLocation ? "p.location_id" : none;
        // A claim without a location is shown beside each row of its facility; what comes or goes without one has a row of its own.
        return $"""
            with parts as (
              select x.item_id, x.facility_id, x.location_id, case when x.status_id = {available} then x.on_hand else 0 end as on_hand, 0::numeric as allocated,
                     0::numeric as reserved, 0::numeric as unassigned, 0::numeric as backordered, case when x.status_id = {available} then 0 else x.on_hand end as incoming,
                     0::numeric as outgoing
              from balances x join facilities f on f.tenant_id = x.tenant_id and f.id = x.facility_id left join lots l on l.tenant_id = x.tenant_id and l.id = x.lot_id
              where x.tenant_id = {t} and x.status_id in ({available}, {inTransit}) and x.on_hand <> 0 {UsableLot("x", at)}{filter}
              union all
              select x.item_id, x.facility_id, x.location_id, 0, x.qty - x.fulfilled_qty, 0, 0, 0, 0, 0 from allocations x where x.tenant_id = {t} and x.status = 'active'{filter}
              union all
              select x.item_id, x.facility_id, coalesce(x.location_id, {none}), 0, 0,
                     case when {(byLocation ? "x.location_id is null" : "false")} then 0 else x.open_qty - x.backordered_qty end,
                     case when x.location_id is null then x.open_qty - x.backordered_qty else 0 end, x.backordered_qty, 0, 0
              from reservations x where x.tenant_id = {t} and x.open_qty > 0 and (x.expires_at is null or x.expires_at > {at}){filter}
              union all
              select x.item_id, x.facility_id, coalesce(x.location_id, {none}), 0, 0, 0, 0, 0, x.incoming, x.outgoing from ({ComingAndGoing.Rows(t, at)}) x
              where (x.incoming <> 0 or x.outgoing <> 0){filter}
            ), sums as (
              select p.item_id, {facility} as facility_id, {location} as location_id, sum(p.on_hand) as on_hand, sum(p.allocated) as allocated, sum(p.reserved) as reserved,
                     {(byLocation ? "sum(sum(p.unassigned)) over (partition by p.item_id, p.facility_id)" : "sum(p.unassigned)")} as unassigned,
                     sum(p.incoming) as incoming, sum(p.outgoing) as outgoing, sum(p.backordered) as backordered
              from parts p {(byLocation ? "" : places)}
              group by {groupBy switch { "item" => "p.item_id", "facility" => "p.item_id, p.facility_id", _ => "p.item_id, p.facility_id, p.location_id" }}
            ), grouped as (
              select p.* from sums p {(byLocation ? places : "")} {(byLocation && places.Length == 0 ? $"where p.location_id <> {none} or p.incoming <> 0 or p.outgoing <> 0" : "")}
            )
            """;
    }

    static string Places(ListQuery query, SqlQuery sql, string t, Guid[] locations) => query.Flag("includeChildren") is not true
        ? $"where p.location_id = any({sql.Value(locations)})"
        : $"where p.location_id in ({LocationTree.AtOrBelow(t, sql.Value(locations))})";

    // The same rule as Lot.IsUsable: through the end of the expiry date, by the facility's clock.
    internal static string UsableLot(string row, string at) =>
        $"and ({row}.lot_id = '00000000-0000-0000-0000-000000000000' or (l.status = 'active' and (l.expiry_date is null or ({at} at time zone f.time_zone)::date <= l.expiry_date)))";

    static AvailabilityView Read(NpgsqlDataReader r, DateTimeOffset now)
    {
        var (onHand, allocated, reserved) = (r.GetDecimal(3), r.GetDecimal(4), r.GetDecimal(5));
        var (incoming, outgoing, backordered) = (r.GetDecimal(7), r.GetDecimal(8), r.GetDecimal(9));
        var available = onHand - allocated - reserved;
        return new(r.GetGuid(0), r.GetString(10), NullIfNone(r.GetGuid(1)), NullIfNone(r.GetGuid(2)), onHand, allocated, reserved, available, r.GetDecimal(6), incoming,
            outgoing, backordered, available + incoming - outgoing - backordered, r.GetString(11), now, r.GetInt64(12), null);
    }

    static Guid? NullIfNone(Guid id) => id == None ? null : id;

    static async Task<List<AvailabilityPart>> ExplainAsync(
        NpgsqlConnection connection, string tenant, AvailabilityView row, bool byLocation, DateTimeOffset now, CancellationToken ct)
    {
        var sql = new SqlQuery();
        var (t, at, available, inTransit) = (sql.Value(tenant), sql.Value(now), sql.Value(StockStatus.Available.Id), sql.Value(StockStatus.InTransit.Id));
        sql.Where("x.item_id = ?", row.ItemId);
        if (row.FacilityId is { } facility) sql.Where("x.facility_id = ?", facility);
        var inFacility = sql.Conditions;
        if (row.LocationId is { } location) sql.Where("x.location_id = ?", location);
        else if (byLocation) sql.Where("x.location_id is null");
        var claims = !byLocation ? inFacility : row.LocationId is { } place ? $"{inFacility} and (x.location_id is null or x.location_id = {sql.Value(place)})" : sql.Conditions;
        await using var read = sql.Command(connection, $"""
            with moved as (
              select x.ledger_seq, x.posted_at, x.status_id, sum(x.qty) as qty, row_number() over (partition by x.status_id order by x.ledger_seq desc) as nr from ledger_lines x
              join facilities f on f.tenant_id = x.tenant_id and f.id = x.facility_id left join lots l on l.tenant_id = x.tenant_id and l.id = x.lot_id
              where x.tenant_id = {t} and x.status_id in ({available}, {inTransit}) and x.facility_id is not null {UsableLot("x", at)}{sql.Conditions}
              group by x.ledger_seq, x.posted_at, x.status_id
            ), folded as (
              select max(ledger_seq) as ledger_seq, sum(qty) as qty, status_id, nr > {MaxExplainedTransactions} as is_folded from moved
              group by status_id, nr > {MaxExplainedTransactions}, case when nr > {MaxExplainedTransactions} then 0 else nr end
            )
            select case when m.status_id = {available} then 'on_hand' else 'incoming' end, case when is_folded then 'earlier_transactions' else 'transaction' end, x.id, m.qty
            from folded m join ledger_transactions x on x.tenant_id = {t} and x.ledger_seq = m.ledger_seq where m.qty <> 0
            union all
            select 'allocated', 'allocation', x.id, x.qty - x.fulfilled_qty from allocations x where x.tenant_id = {t} and x.status = 'active'{sql.Conditions}
            union all
            select case when {(byLocation ? "x.location_id is null" : "false")} then 'unassigned_reserved' else 'reserved' end, 'reservation', x.id, x.open_qty - x.backordered_qty
            from reservations x where x.tenant_id = {t} and x.open_qty > x.backordered_qty and (x.expires_at is null or x.expires_at > {at}){claims}
            union all
            select 'backordered', 'reservation', x.id, x.backordered_qty
            from reservations x where x.tenant_id = {t} and x.backordered_qty > 0 and (x.expires_at is null or x.expires_at > {at}){sql.Conditions}
            union all
            select k.kind, x.ref_type, x.ref_id, sum(k.qty) from ({ComingAndGoing.Rows(t, at)}) x
            cross join lateral (values ('incoming', x.incoming), ('outgoing', x.outgoing)) k (kind, qty)
            where k.qty <> 0{sql.Conditions} group by k.kind, x.ref_type, x.ref_id
            """);
        var parts = new List<AvailabilityPart>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) parts.Add(new AvailabilityPart(reader.GetString(0), reader.GetString(1), reader.GetGuid(2), reader.GetDecimal(3)));
        return parts;
    }
}
