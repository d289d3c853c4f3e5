using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

static class GetPolicy
{
    /// <summary>Reads one reorder policy.</summary>
    public static async Task<IResult> Handle(Guid policyId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var policy = await db.ReorderPolicies.FirstOrDefaultAsync(p => p.Id == policyId, ct);
        if (policy is null) return Error.NotFound("Reorder policy", $"{policyId}");
        http.SetETag(policy.Version);
        return Reply.Ok(ReorderPolicyView.From(policy));
    }
}
