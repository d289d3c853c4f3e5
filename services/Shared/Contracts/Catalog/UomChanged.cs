namespace Atlas.Contracts.Catalog;

/// <summary>A unit of measure as it is now.</summary>
/// <param name="Dimension">For example <c>mass</c>; only units of one dimension convert into each other for every item.</param>
/// <param name="Decimals">How many decimals a quantity in it can have, 0 to 6.</param>
public sealed record UomChanged(Guid Id, long Version, string Code, string Name, string Dimension, int Decimals, bool IsActive, DateTimeOffset At);
