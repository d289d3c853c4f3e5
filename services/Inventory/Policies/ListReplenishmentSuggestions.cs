using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Policies;

static class ListReplenishmentSuggestions
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "facilityId", "itemId", "source", "q", WaitForLedger.Parameter);

    /// <summary>
    /// Lists what is needed by the active reorder policies, at this moment: where less is projected than the policy wants to be there at
    /// least. Items and facilities that are not active need nothing.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var sql = new SqlQuery();
        if (query.Ids("facilityId") is { Length: > 0 } facilities) sql.Where("p.facility_id = any(?)", facilities);
        if (query.Ids("itemId") is { Length: > 0 } items) sql.Where("p.item_id = any(?)", items);
        if (query.Choices("source", ReorderPolicy.Sources) is { Count: > 0 } sources) sql.Where("p.source = any(?)", sources.ToArray());
        sql.Where($"true{ItemWords.Sql(query, sql, "p.item_id", sql.Value(db.CurrentTenant))}");
        var after = query.After is [var item, var facility]
            ? $"where (n.item_id, n.facility_id) > ({sql.Value(Guid.Parse(item))}, {sql.Value(Guid.Parse(facility))})"
            : "";
        var (total, rows) = await Replenishment.ReadAsync(db, sql, time.GetUtcNow(), after, query.Limit + 1, query.Offset, ct);
        return Lists.Page(query, cursors, rows, total, row => row, row => [$"{row.ItemId}", $"{row.FacilityId}"]);
    }
}
