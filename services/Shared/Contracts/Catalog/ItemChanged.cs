namespace Atlas.Contracts.Catalog;

/// <summary>An item as it is now: created or changed. A copy takes it over when <c>Version</c> is newer than what it holds.</summary>
public sealed record ItemChanged(Guid Id, string TenantId, long Version, string ItemNo, string Name, string ItemKind, Guid BaseUomId, string BaseUomCode, int BaseUomDecimals,
    string LotTracking, string SerialTracking, string ExpiryTracking, bool IsActive, string? CostingMethod, decimal? StandardCost, string? Currency, string NegativeStockPolicy,
    decimal? OverReceiptTolerancePct, int? MinShelfLifeDays, int? ShelfLifeDays, Guid? DefaultLocationId, Guid? DefaultReceiptStatusId, IReadOnlyList<ItemConversion> Conversions, DateTimeOffset At);

/// <summary>1 <c>FromUomId</c> = <c>Numerator</c>/<c>Denominator</c> <c>ToUomId</c>, exactly.</summary>
public sealed record ItemConversion(Guid FromUomId, string FromUomCode, Guid ToUomId, string ToUomCode, long Numerator, long Denominator);
