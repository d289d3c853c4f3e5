namespace Atlas.Inventory.Availability;

/// <summary>What documents will bring to facilities and take from them: the one place that says which count.</summary>
static class ComingAndGoing
{
    /// <summary>
    /// The rows of a query: item, facility, location (null where that is not said), kind and id of the document, what comes and what goes.
    /// Transfers count from their approval until all has arrived or they end. What is held for a transfer is not free any more, so it is
    /// not said to go once more. What other services' documents bring is in <c>expected_supply_lines</c>.
    /// </summary>
    /// <param name="t">The tenant's parameter.</param>
    /// <param name="at">The parameter with the present time.</param>
    public static string Rows(string t, string at) => $"""
        select l.item_id, y.to_facility_id as facility_id, l.to_location_id as location_id, 'transfer' as ref_type, y.id as ref_id,
               l.qty - {Moved("receive")} as incoming, 0::numeric as outgoing
        {Lines(t)}
        union all
        select l.item_id, y.from_facility_id, l.from_location_id, 'transfer', y.id, 0, greatest(0, l.qty - {Moved("ship")} - coalesce((
               select sum(r.allocated_qty + case when r.expires_at is null or r.expires_at > {at} then r.open_qty else 0 end) from reservations r
               where r.tenant_id = l.tenant_id and r.demand_type = 'transfer' and r.demand_id = y.id::text and r.demand_line_id = l.id::text), 0))
        {Lines(t)}
        union all
        select s.item_id, s.facility_id, null, s.source_type, s.source_id, s.qty, 0 from expected_supply_lines s where s.tenant_id = {t}
        """;

    static string Lines(string t) => $"""
        from transfers y join transfer_lines l on l.tenant_id = y.tenant_id and l.transfer_id = y.id
        where y.tenant_id = {t} and y.status in ('approved', 'in_transit', 'partially_received')
        """;

    static string Moved(string kind) => $"""
        coalesce((select sum(m.qty) from transfer_movements m
          where m.tenant_id = l.tenant_id and m.transfer_id = l.transfer_id and m.line_id = l.id and m.kind = '{kind}'), 0)
        """;
}
