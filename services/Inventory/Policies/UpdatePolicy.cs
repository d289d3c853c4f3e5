using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

/// <summary>What to change about a reorder policy; what is absent stays, and null takes away what can be absent. Item and facility stay.</summary>
public sealed record UpdatePolicyRequest(
    string? PolicyType, decimal? MinQty, decimal? MaxQty, decimal? SafetyStockQty, decimal? ReorderQty, decimal? MultipleOf, decimal? MinOrderQty,
    int? LeadTimeDays, int? ReviewPeriodDays, string? Source, Guid? PreferredSupplierId, Guid? SourceFacilityId, bool? IsActive,
    string? ExternalId, IReadOnlyDictionary<string, string>? Metadata)
    : IReadable<UpdatePolicyRequest>
{
    static readonly string[] MayBeTakenAway =
        ["minQty", "maxQty", "safetyStockQty", "reorderQty", "multipleOf", "minOrderQty", "leadTimeDays", "reviewPeriodDays", "preferredSupplierId", "sourceFacilityId",
        "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdatePolicyRequest Read(Fields fields) => new(
        fields.Has("policyType") ? fields.Choice("policyType", ReorderPolicy.Types) : null, fields.Level("minQty"), fields.Level("maxQty"),
        fields.Level("safetyStockQty"), fields.OptionalQty("reorderQty"), fields.OptionalQty("multipleOf"), fields.OptionalQty("minOrderQty"),
        fields.Days("leadTimeDays", 0), fields.Days("reviewPeriodDays", 1),
        fields.Has("source") ? fields.Choice("source", ReorderPolicy.Sources, ReorderPolicy.Supplier) : null,
        fields.OptionalId("preferredSupplierId"), fields.OptionalId("sourceFacilityId"), fields.Has("isActive") ? fields.Boolean("isActive", true) : null,
        fields.ExternalId(), fields.Has("metadata") ? fields.Metadata() : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(ReorderPolicy policy)
    {
        policy.PolicyType = PolicyType ?? policy.PolicyType;
        policy.MinQty = Named.Contains("minQty") ? MinQty : policy.MinQty;
        policy.MaxQty = Named.Contains("maxQty") ? MaxQty : policy.MaxQty;
        policy.SafetyStockQty = Named.Contains("safetyStockQty") ? SafetyStockQty ?? 0 : policy.SafetyStockQty;
        policy.ReorderQty = Named.Contains("reorderQty") ? ReorderQty : policy.ReorderQty;
        policy.MultipleOf = Named.Contains("multipleOf") ? MultipleOf : policy.MultipleOf;
        policy.MinOrderQty = Named.Contains("minOrderQty") ? MinOrderQty : policy.MinOrderQty;
        policy.LeadTimeDays = Named.Contains("leadTimeDays") ? LeadTimeDays ?? 0 : policy.LeadTimeDays;
        policy.ReviewPeriodDays = Named.Contains("reviewPeriodDays") ? ReviewPeriodDays : policy.ReviewPeriodDays;
        policy.Source = Source ?? policy.Source;
        policy.PreferredSupplierId = Named.Contains("preferredSupplierId") ? PreferredSupplierId : policy.PreferredSupplierId;
        policy.SourceFacilityId = Named.Contains("sourceFacilityId") ? SourceFacilityId : policy.SourceFacilityId;
        policy.ExternalId = Named.Contains("externalId") ? ExternalId : policy.ExternalId;
        policy.Metadata = Metadata is null ? policy.Metadata : new(Metadata);
        policy.IsActive = IsActive ?? policy.IsActive;
    }
}

static class UpdatePolicy
{
    /// <summary>Changes a reorder policy. Fields that are absent stay as they are.</summary>
    public static async Task<IResult> Handle(
        Guid policyId, Body<UpdatePolicyRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var policy = await db.ReorderPolicies.FirstOrDefaultAsync(p => p.Id == policyId, ct);
        if (policy is null) return Error.NotFound("Reorder policy", $"{policyId}");
        var request = body.Value;
        http.CheckIfMatch(policy.Version);

        request.ApplyTo(policy);
        policy.Settle(await PolicyRules.ItemAsync(db, policy, ct));
        if (await PolicyRules.DuplicateAsync(db, policy, ct) is { } duplicate) return duplicate;
        policy.UpdatedAt = time.GetUtcNow();
        policy.Version++;
        await db.SaveChangesAsync(ct);
        http.SetETag(policy.Version);
        return Reply.Ok(ReorderPolicyView.From(policy));
    }
}
