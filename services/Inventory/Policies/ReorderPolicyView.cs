namespace Atlas.Inventory.Policies;

/// <summary>How much of an item should be in a facility, and how it is got when there is less. All quantities are in the item's base unit.</summary>
/// <param name="PolicyType">
/// <c>min_max</c>: below <paramref name="MinQty"/>, fill up to <paramref name="MaxQty"/>. <c>reorder_point</c>: below <paramref name="MinQty"/>,
/// get <paramref name="ReorderQty"/>, or what is missing where that is more. <c>order_up_to</c>: always fill up to <paramref name="MaxQty"/>.
/// <c>lot_for_lot</c>: get what is asked for and not there. What a type does not use is kept and changes nothing.
/// </param>
/// <param name="SafetyStockQty">What should be there in any case; below it something is needed too.</param>
/// <param name="MultipleOf">Orders are rounded up to a multiple of this.</param>
/// <param name="MinOrderQty">No order is smaller.</param>
/// <param name="LeadTimeDays">Days from ordering until it is there.</param>
/// <param name="ReviewPeriodDays">How often orders are made; suggestions are of the moment in which they are asked for.</param>
/// <param name="Source"><c>supplier</c>, <c>transfer</c> or <c>production</c>.</param>
/// <param name="PreferredSupplierId">For whoever orders. Suppliers belong to Procurement; it is not checked here.</param>
/// <param name="SourceFacilityId">For transfers: from where.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="IsActive">At most one policy of an item in a facility is.</param>
public sealed record ReorderPolicyView(
    Guid Id, Guid ItemId, Guid FacilityId, string PolicyType, decimal? MinQty, decimal? MaxQty, decimal SafetyStockQty, decimal? ReorderQty,
    decimal? MultipleOf, decimal? MinOrderQty, int LeadTimeDays, int? ReviewPeriodDays, string Source, Guid? PreferredSupplierId,
    Guid? SourceFacilityId, bool IsActive, string? ExternalId, IReadOnlyDictionary<string, string> Metadata, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static ReorderPolicyView From(ReorderPolicy p) => new(
        p.Id, p.ItemId, p.FacilityId, p.PolicyType, p.MinQty, p.MaxQty, p.SafetyStockQty, p.ReorderQty, p.MultipleOf, p.MinOrderQty, p.LeadTimeDays,
        p.ReviewPeriodDays, p.Source, p.PreferredSupplierId, p.SourceFacilityId, p.IsActive, p.ExternalId, p.Metadata, p.CreatedBy, p.CreatedAt, p.UpdatedAt, p.Version);
}
