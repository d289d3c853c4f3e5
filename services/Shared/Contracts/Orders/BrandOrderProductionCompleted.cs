namespace Atlas.Contracts.Orders;

/// <summary>Every batch of a brand's order is complete. The order's status stays as it is until it is shipped.</summary>
/// <param name="Version">The order's version after the change.</param>
public sealed record BrandOrderProductionCompleted(
    string OrderId, string Code, string BrandSlug, DateTimeOffset CompletedAt, IReadOnlyList<string> BatchIds, long Version);
