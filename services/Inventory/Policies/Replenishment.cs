using Atlas.Inventory.Availability;
using Atlas.Inventory.Statuses;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Policies;

/// <summary>Works out what reorder policies suggest.</summary>
static class Replenishment
{
    /// <summary>What is needed at a moment, by item and facility, and by how many policies at all (counted to a bound).</summary>
    /// <param name="sql">Conditions on the policies <c>p</c>.</param>
    /// <param name="after">Which of the needs <c>n</c> come before the page, as a <c>where</c>.</param>
    public static async Task<(long Total, List<ReplenishmentSuggestionView> Suggestions)> ReadAsync(
        InventoryDb db, SqlQuery sql, DateTimeOffset now, string after, int limit, int offset, CancellationToken ct)
    {
        var needed = Needed(sql, db.CurrentTenant, now);

        // By hand: the sums of all policies at once; the total comes along even where the page is empty.
        var (total, rows) = (0L, new List<Row>());
        await using (var read = sql.Command((NpgsqlConnection)db.Database.GetDbConnection(), $"""
            {needed}
            select t.total, n.id, n.item_id, n.facility_id, n.base_uom_id, n.base_uom_decimals, n.today, n.due, n.is_undated, n.on_hand, n.incoming, n.held, n.backordered, n.outgoing
            from (select count(*) as total from (select 1 from needed limit {Lists.MaxCount + 1}) q) t
            left join (select * from needed n {after} order by n.item_id, n.facility_id limit {limit} offset {offset}) n on true
            order by n.item_id, n.facility_id
            """))
        await using (var reader = await read.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
            {
                total = reader.GetInt64(0);
                if (!reader.IsDBNull(1)) rows.Add(Read(reader));
            }

        var ids = rows.Select(row => row.PolicyId).ToList();
        var policies = await db.ReorderPolicies.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return (total, [.. rows.Select(row => Suggest(policies[row.PolicyId], row))]);
    }

    // What is available, held and backordered, comes and goes is the same here as in the list of availability.
    static string Needed(SqlQuery sql, string tenant, DateTimeOffset now)
    {
        var (t, at, available, inTransit) = (sql.Value(tenant), sql.Value(now), sql.Value(StockStatus.Available.Id), sql.Value(StockStatus.InTransit.Id));
        return $"""
            with policies as (
              select p.id, p.item_id, p.facility_id, p.floor_qty, f.time_zone, i.base_uom_id, i.base_uom_decimals
              from reorder_policies p join facilities f on f.tenant_id = p.tenant_id and f.id = p.facility_id and f.is_active
              join items i on i.tenant_id = p.tenant_id and i.id = p.item_id and i.is_active
              where p.tenant_id = {t} and p.is_active{sql.Conditions}
            ), parts as (
              select x.item_id, x.facility_id, case when x.status_id = {available} then x.on_hand else 0 end as on_hand,
                     case when x.status_id = {inTransit} then x.on_hand else 0 end as incoming, 0::numeric as held, 0::numeric as backordered, 0::numeric as outgoing,
                     null::timestamptz as due, false as is_undated
              from balances x join policies f on f.item_id = x.item_id and f.facility_id = x.facility_id
              left join lots l on l.tenant_id = x.tenant_id and l.id = x.lot_id
              where x.tenant_id = {t} and x.status_id in ({available}, {inTransit}) and x.on_hand <> 0 {ListAvailability.UsableLot("x", at)}
              union all
              select x.item_id, x.facility_id, 0, 0, x.qty - x.fulfilled_qty, 0, 0, null, false
              from allocations x join policies f on f.item_id = x.item_id and f.facility_id = x.facility_id where x.tenant_id = {t} and x.status = 'active'
              union all
              select x.item_id, x.facility_id, 0, 0, x.open_qty - x.backordered_qty, x.backordered_qty, 0,
                     case when x.backordered_qty > 0 then x.need_by end, x.backordered_qty > 0 and x.need_by is null
              from reservations x join policies f on f.item_id = x.item_id and f.facility_id = x.facility_id
              where x.tenant_id = {t} and x.open_qty > 0 and (x.expires_at is null or x.expires_at > {at})
              union all
              select x.item_id, x.facility_id, 0, x.incoming, 0, 0, x.outgoing, null, false
              from ({ComingAndGoing.Rows(t, at)}) x join policies f on f.item_id = x.item_id and f.facility_id = x.facility_id
            ), sums as (
              select item_id, facility_id, sum(on_hand) as on_hand, sum(incoming) as incoming, sum(held) as held, sum(backordered) as backordered, sum(outgoing) as outgoing,
                     min(due) as due, bool_or(is_undated) as is_undated
              from parts group by item_id, facility_id
            ), needed as (
              select p.id, p.item_id, p.facility_id, p.base_uom_id, p.base_uom_decimals, ({at} at time zone p.time_zone)::date as today,
                     (s.due at time zone p.time_zone)::date as due, coalesce(s.is_undated, false) as is_undated, coalesce(s.on_hand, 0) as on_hand,
                     coalesce(s.incoming, 0) as incoming, coalesce(s.held, 0) as held, coalesce(s.backordered, 0) as backordered, coalesce(s.outgoing, 0) as outgoing
              from policies p left join sums s on s.item_id = p.item_id and s.facility_id = p.facility_id
              where coalesce(s.on_hand + s.incoming - s.held - s.backordered - s.outgoing, 0) < p.floor_qty
            )
            """;
    }

    static Row Read(NpgsqlDataReader r) => new(
        r.GetGuid(1), r.GetGuid(2), r.GetGuid(3), r.GetGuid(4), r.GetInt32(5), r.GetFieldValue<DateOnly>(6),
        r.IsDBNull(7) ? null : r.GetFieldValue<DateOnly>(7), r.GetBoolean(8), r.GetDecimal(9), r.GetDecimal(10), r.GetDecimal(11), r.GetDecimal(12), r.GetDecimal(13));

    static ReplenishmentSuggestionView Suggest(ReorderPolicy policy, Row row)
    {
        var demand = row.Held + row.Backordered + row.Outgoing;
        var projected = row.OnHand + row.Incoming - demand;
        // What is missing beyond the demand that waits was to be there already.
        var isUrgent = row.IsUndated || policy.FloorQty - projected > row.Backordered;
        var needBy = policy.NeedBy(row.Today, row.Due, isUrgent);
        return new(policy.Id, row.ItemId, row.FacilityId, projected, policy.FloorQty - projected, policy.SuggestedQty(projected, row.Decimals), row.UomId,
            policy.Source, policy.PreferredSupplierId, policy.SourceFacilityId, needBy, policy.OrderBy(row.Today, needBy),
            new ReplenishmentExplanation(row.OnHand, row.OnHand - row.Held, row.Incoming, demand));
    }

    sealed record Row(
        Guid PolicyId, Guid ItemId, Guid FacilityId, Guid UomId, int Decimals, DateOnly Today, DateOnly? Due, bool IsUndated, decimal OnHand,
        decimal Incoming, decimal Held, decimal Backordered, decimal Outgoing);
}
