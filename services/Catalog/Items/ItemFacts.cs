namespace Atlas.Catalog.Items;

/// <summary>Everything about an item that a request can set and that is a single value.</summary>
sealed record ItemFacts
{
    public required string ItemNo { get; init; }
    public required string Name { get; init; }
    public string ItemKind { get; init; } = Item.Purchased;
    public required Guid BaseUomId { get; init; }
    public string LotTracking { get; init; } = Item.None;
    public string SerialTracking { get; init; } = Item.None;
    public string ExpiryTracking { get; init; } = Item.None;
    public bool IsActive { get; init; } = true;
    public string? Description { get; init; }
    public Guid? CategoryId { get; init; }
    public Guid? PurchaseUomId { get; init; }
    public Guid? SalesUomId { get; init; }
    public string? CostingMethod { get; init; }
    public decimal? StandardCost { get; init; }
    public string? Currency { get; init; }
    public string NegativeStockPolicy { get; init; } = Item.Inherit;
    public decimal? OverReceiptTolerancePct { get; init; }
    public int? MinShelfLifeDays { get; init; }
    public int? ShelfLifeDays { get; init; }
    public Guid? DefaultLocationId { get; init; }
    public Guid? DefaultReceiptStatusId { get; init; }
    public string? HsCode { get; init; }
    public string? CountryCodeOfOrigin { get; init; }
    public decimal? Weight { get; init; }
    public string? WeightUom { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>An identifier, as somebody wants it.</summary>
sealed record IdentifierFacts(Guid Id, string Type, string Value, Guid? UomId, Guid? PartyId, bool IsPrimary);

/// <summary>A value of an attribute, as somebody wants it.</summary>
sealed record AttributeFacts(string Key, int Position, string Type, string Value, string? UomCode);

/// <summary>A conversion, as somebody wants it: 1 from = numerator/denominator to.</summary>
sealed record ConversionFacts(Guid FromUomId, Guid ToUomId, long Numerator, long Denominator, string Rounding);
