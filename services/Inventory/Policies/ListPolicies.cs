using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

static class ListPolicies
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "itemId", "facilityId", "policyType", "isActive", "source", "updatedSince");

    /// <summary>Lists the reorder policies, newest first.</summary>
    public static async Task<Ok<Page<ReorderPolicyView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<ReorderPolicy> policies = db.ReorderPolicies;
        if (query.Ids("itemId") is { Length: > 0 } items) policies = policies.Where(p => items.Contains(p.ItemId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) policies = policies.Where(p => facilities.Contains(p.FacilityId));
        if (query.Choices("policyType", ReorderPolicy.Types) is { Count: > 0 } types) policies = policies.Where(p => types.Contains(p.PolicyType));
        if (query.Flag("isActive") is { } active) policies = policies.Where(p => p.IsActive == active);
        if (query.Choices("source", ReorderPolicy.Sources) is { Count: > 0 } sources) policies = policies.Where(p => sources.Contains(p.Source));
        if (query.Timestamp("updatedSince") is { } since) policies = policies.Where(p => p.UpdatedAt >= since);

        var total = await policies.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            policies = policies.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.CreatedAt, p.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await policies.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, ReorderPolicyView.From, p => [p.CreatedAt.ToString("O"), $"{p.Id}"]);
    }
}
