using Atlas.Inventory.Items;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

static class ListPolicies
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "itemId", "facilityId", "policyType", "isActive", "source", "updatedSince", "externalId", "q", "sort");
    static readonly Sorts<ReorderPolicy> Sorts = new Sorts<ReorderPolicy>(p => p.Id).By("createdAt", p => p.CreatedAt);

    /// <summary>Lists the reorder policies, newest first.</summary>
    public static async Task<Ok<CountedPage<ReorderPolicyView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<ReorderPolicy> policies = db.ReorderPolicies;
        if (query.Ids("itemId") is { Length: > 0 } items) policies = policies.Where(p => items.Contains(p.ItemId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) policies = policies.Where(p => facilities.Contains(p.FacilityId));
        if (query.Choices("policyType", ReorderPolicy.Types) is { Count: > 0 } types) policies = policies.Where(p => types.Contains(p.PolicyType));
        if (query.Flag("isActive") is { } active) policies = policies.Where(p => p.IsActive == active);
        if (query.Choices("source", ReorderPolicy.Sources) is { Count: > 0 } sources) policies = policies.Where(p => sources.Contains(p.Source));
        if (query.Values("externalId") is { Count: > 0 } ids) policies = policies.Where(p => ids.Contains(p.ExternalId!));
        if (ItemWords.Find(db, query) is { } found) policies = policies.Where(p => found.Contains(p.ItemId));
        if (query.Timestamp("updatedSince") is { } since) policies = policies.Where(p => p.UpdatedAt >= since);

        var page = await Sorts.ReadAsync(policies, query, cursors, ct);
        return page.As(ReorderPolicyView.From);
    }
}
