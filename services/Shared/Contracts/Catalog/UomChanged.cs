namespace Atlas.Contracts.Catalog;

/// <summary>A unit of measure as it is now.</summary>
public sealed record UomChanged(Guid Id, string TenantId, long Version, string Code, string Name, string Dimension, int Decimals, bool IsActive, DateTimeOffset At);
