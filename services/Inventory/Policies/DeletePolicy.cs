using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

static class DeletePolicy
{
    /// <summary>Removes a reorder policy. To keep it for later, make it inactive instead.</summary>
    public static async Task<IResult> Handle(Guid policyId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var policy = await db.ReorderPolicies.FirstOrDefaultAsync(p => p.Id == policyId, ct);
        if (policy is null) return Error.NotFound("Reorder policy", $"{policyId}");
        http.CheckIfMatch(policy.Version);
        db.Remove(policy);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
