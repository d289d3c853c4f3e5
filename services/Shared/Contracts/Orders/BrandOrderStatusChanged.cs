namespace Atlas.Contracts.Orders;

/// <summary>A brand's order moved to another status.</summary>
/// <param name="From">The status before, for example <c>received</c>.</param>
/// <param name="To">The status now, for example <c>in_production</c>.</param>
/// <param name="Reason">Why, where a person gave a reason.</param>
/// <param name="Version">The order's version after the change.</param>
public sealed record BrandOrderStatusChanged(
    string OrderId, string Code, string BrandSlug, string From, string To, DateTimeOffset ChangedAt, string? Reason, long Version);
