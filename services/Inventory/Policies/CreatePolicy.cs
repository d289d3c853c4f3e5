using Atlas.Inventory.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

/// <summary>A new reorder policy. What the fields mean is said where it is read.</summary>
/// <param name="PolicyType"><c>min_max</c>, <c>reorder_point</c>, <c>order_up_to</c> or <c>lot_for_lot</c>.</param>
/// <param name="MinQty">Required for <c>min_max</c> and, as the reorder point, for <c>reorder_point</c>.</param>
/// <param name="MaxQty">Required for <c>min_max</c> and <c>order_up_to</c>.</param>
/// <param name="ReorderQty">Required for <c>reorder_point</c>.</param>
/// <param name="Source"><c>supplier</c>, when nothing is said, or <c>transfer</c> or <c>production</c>.</param>
/// <param name="SourceFacilityId">Only for the source <c>transfer</c>.</param>
public sealed record CreatePolicyRequest(
    Guid ItemId, Guid FacilityId, string PolicyType, decimal? MinQty, decimal? MaxQty, decimal SafetyStockQty, decimal? ReorderQty, decimal? MultipleOf,
    decimal? MinOrderQty, int LeadTimeDays, int? ReviewPeriodDays, string Source, Guid? PreferredSupplierId, Guid? SourceFacilityId, bool IsActive,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata)
    : IReadable<CreatePolicyRequest>
{
    public static CreatePolicyRequest Read(Fields fields) => new(
        fields.Id("itemId"), fields.Id("facilityId"), fields.Choice("policyType", ReorderPolicy.Types), fields.Level("minQty"), fields.Level("maxQty"),
        fields.Level("safetyStockQty") ?? 0, fields.OptionalQty("reorderQty"), fields.OptionalQty("multipleOf"), fields.OptionalQty("minOrderQty"),
        fields.Days("leadTimeDays", 0) ?? 0, fields.Days("reviewPeriodDays", 1), fields.Choice("source", ReorderPolicy.Sources, ReorderPolicy.Supplier),
        fields.OptionalId("preferredSupplierId"), fields.OptionalId("sourceFacilityId"), fields.Boolean("isActive", true),
        fields.ExternalId(), fields.Metadata());
}

static class CreatePolicy
{
    /// <summary>Adds a reorder policy for an item in a facility. Only one of them can be active.</summary>
    public static async Task<IResult> Handle(
        Body<CreatePolicyRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var policy = new ReorderPolicy
        {
            Id = Guid.CreateVersion7(now),
            ItemId = request.ItemId,
            FacilityId = request.FacilityId,
            PolicyType = request.PolicyType,
            MinQty = request.MinQty,
            MaxQty = request.MaxQty,
            SafetyStockQty = request.SafetyStockQty,
            ReorderQty = request.ReorderQty,
            MultipleOf = request.MultipleOf,
            MinOrderQty = request.MinOrderQty,
            LeadTimeDays = request.LeadTimeDays,
            ReviewPeriodDays = request.ReviewPeriodDays,
            Source = request.Source,
            PreferredSupplierId = request.PreferredSupplierId,
            SourceFacilityId = request.SourceFacilityId,
            IsActive = request.IsActive,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        policy.Settle(await PolicyRules.ItemAsync(db, policy, ct));
        if (await PolicyRules.DuplicateAsync(db, policy, ct) is { } duplicate) return duplicate;
        db.Add(policy);
        await db.SaveChangesAsync(ct);
        http.SetETag(policy.Version);
        return Reply.Created($"/v1/inventory/policies/{policy.Id}", ReorderPolicyView.From(policy));
    }
}

/// <summary>What the fields of a policy must look like, and what they may name.</summary>
static class PolicyRules
{
    const int MaxDays = 3_650;

    /// <summary>A quantity from zero on, or null.</summary>
    public static decimal? Level(this Fields fields, string name) => fields.OptionalDecimal(name, 0, StockFields.MaxQty);

    /// <summary>A number of days, or null.</summary>
    public static int? Days(this Fields fields, string name, int min) => (int?)fields.OptionalInteger(name, min, MaxDays);

    /// <summary>The item that the policy is for, once everything that it names is known to exist.</summary>
    public static async Task<Item> ItemAsync(InventoryDb db, ReorderPolicy policy, CancellationToken ct)
    {
        var problems = new List<ErrorDetail>();
        var item = await db.Items.AsNoTracking().FirstOrDefaultAsync(i => i.Id == policy.ItemId, ct);
        if (item is null) problems.Add(new("itemId", "invalid_reference", "is no item"));
        else if (item.ItemKind is "service" or "phantom") problems.Add(new("itemId", "invalid_value", $"is a {item.ItemKind}, of which there is no stock"));
        var facilities = await db.Facilities.Where(f => f.Id == policy.FacilityId || f.Id == policy.SourceFacilityId).Select(f => f.Id).ToListAsync(ct);
        if (!facilities.Contains(policy.FacilityId)) problems.Add(new("facilityId", "invalid_reference", "is no facility"));
        if (policy.SourceFacilityId is { } source && !facilities.Contains(source)) problems.Add(new("sourceFacilityId", "invalid_reference", "is no facility"));
        return problems.Count == 0 ? item! : throw new RefusedException(Error.Invalid(problems));
    }

    /// <summary>The refusal when another policy has its externalId, or is active for the same item and facility; of two at once the index lets one through.</summary>
    public static async Task<Error?> DuplicateAsync(InventoryDb db, ReorderPolicy policy, CancellationToken ct)
    {
        if (policy.ExternalId is { } externalId && await db.ReorderPolicies.Where(p => p.Id != policy.Id && p.ExternalId == externalId)
                .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct) is { } same)
            return CommonFields.ExternalIdTaken("reorder policy", same);
        if (!policy.IsActive) return null;
        var taken = await db.ReorderPolicies.Where(p => p.Id != policy.Id && p.ItemId == policy.ItemId && p.FacilityId == policy.FacilityId && p.IsActive)
            .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct);
        return taken is null ? null : Error.Conflict("duplicate_code", "There is an active reorder policy for this item in this facility already.",
            new ErrorDetail("itemId", "duplicate_code", "has an active policy in this facility", new Dictionary<string, object?> { ["existingId"] = taken }));
    }
}
