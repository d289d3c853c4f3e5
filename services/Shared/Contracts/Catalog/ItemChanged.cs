namespace Atlas.Contracts.Catalog;

/// <summary>An item as it is now: created or changed. A copy takes it over when <c>Version</c> is newer than what it holds.</summary>
/// <param name="LotTracking"><c>none</c> or <c>tracked</c>, as for serial numbers and expiry.</param>
/// <param name="NegativeStockPolicy"><c>inherit</c>, <c>deny</c> or <c>allow</c>.</param>
/// <param name="OverReceiptTolerancePct">How much more than ordered may be received, in percent.</param>
/// <param name="Conversions">Every unit that can be converted into the base unit.</param>
public sealed record ItemChanged(
    Guid Id, long Version, string ItemNo, string Name, string ItemKind, Guid BaseUomId, string BaseUomCode, int BaseUomDecimals,
    string LotTracking, string SerialTracking, string ExpiryTracking, bool IsActive, string? CostingMethod, decimal? StandardCost,
    string? Currency, string NegativeStockPolicy, decimal? OverReceiptTolerancePct, int? MinShelfLifeDays, int? ShelfLifeDays,
    Guid? DefaultLocationId, Guid? DefaultReceiptStatusId, IReadOnlyList<ItemConversion> Conversions, DateTimeOffset At);

/// <summary>1 <c>FromUomId</c> = <c>Numerator</c>/<c>Denominator</c> <c>ToUomId</c>, exactly.</summary>
public sealed record ItemConversion(Guid FromUomId, string FromUomCode, Guid ToUomId, string ToUomCode, long Numerator, long Denominator);
