using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Catalog.Uoms;

namespace Atlas.Catalog.Items;

/// <summary>An item, as lists show it.</summary>
public record ItemView
{
    public required Guid Id { get; init; }

    /// <summary>Its number; unique in the tenant, whatever its case.</summary>
    public required string ItemNo { get; init; }

    public required string Name { get; init; }

    /// <summary><c>purchased</c>, <c>manufactured</c>, <c>both</c>, <c>phantom</c>, <c>service</c> or <c>kit</c>.</summary>
    public required string ItemKind { get; init; }

    /// <summary>The unit that its stock is counted in.</summary>
    public required Guid BaseUomId { get; init; }

    /// <summary>Code of that unit, for example <c>each</c>.</summary>
    public required string BaseUomCode { get; init; }

    /// <summary><c>none</c> or <c>tracked</c>: every movement names a lot.</summary>
    public required string LotTracking { get; init; }

    /// <summary><c>none</c> or <c>tracked</c>: every piece has a number of its own.</summary>
    public required string SerialTracking { get; init; }

    /// <summary><c>none</c> or <c>tracked</c>: every lot has a day it expires.</summary>
    public required string ExpiryTracking { get; init; }

    /// <summary>False: no new demand and no new supply; what is there can still be moved out.</summary>
    public required bool IsActive { get; init; }

    public string? Description { get; init; }
    public Guid? CategoryId { get; init; }

    /// <summary>The unit it is usually bought in.</summary>
    public Guid? PurchaseUomId { get; init; }

    /// <summary>The unit it is usually sold in.</summary>
    public Guid? SalesUomId { get; init; }

    /// <summary><c>fifo</c>, <c>moving_average</c> or <c>standard</c>; null: as the tenant has it.</summary>
    public string? CostingMethod { get; init; }

    /// <summary>Cost of one base unit, in <c>currency</c>.</summary>
    public decimal? StandardCost { get; init; }

    public string? Currency { get; init; }

    /// <summary><c>inherit</c>, <c>deny</c> or <c>allow</c>.</summary>
    public required string NegativeStockPolicy { get; init; }

    /// <summary>How many percent more than ordered may be received.</summary>
    public decimal? OverReceiptTolerancePct { get; init; }

    /// <summary>Days a lot must still be good for when it is promised to somebody.</summary>
    public int? MinShelfLifeDays { get; init; }

    /// <summary>Days a new lot is good for.</summary>
    public int? ShelfLifeDays { get; init; }

    public Guid? DefaultLocationId { get; init; }
    public Guid? DefaultReceiptStatusId { get; init; }
    public string? HsCode { get; init; }
    public string? CountryCodeOfOrigin { get; init; }
    public decimal? Weight { get; init; }
    public string? WeightUom { get; init; }

    /// <summary>True once the ledger has a line about it: tracking, base unit, costing method and currency are then fixed.</summary>
    public required bool HasStockHistory { get; init; }

    /// <summary>Its id in another system; unique in the tenant.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Texts that Atlas keeps and does not read.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Grows with every change; also the <c>ETag</c>.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Id of the credential that made it.</summary>
    public required string CreatedBy { get; init; }

    internal static ItemView From(Item item) => new(item, item.BaseUom!.Code);

    [SetsRequiredMembers]
    private protected ItemView(Item item, string baseUomCode)
    {
        Id = item.Id;
        ItemNo = item.ItemNo;
        Name = item.Name;
        ItemKind = item.ItemKind;
        BaseUomId = item.BaseUomId;
        BaseUomCode = baseUomCode;
        LotTracking = item.LotTracking;
        SerialTracking = item.SerialTracking;
        ExpiryTracking = item.ExpiryTracking;
        IsActive = item.IsActive;
        Description = item.Description;
        CategoryId = item.CategoryId;
        PurchaseUomId = item.PurchaseUomId;
        SalesUomId = item.SalesUomId;
        CostingMethod = item.CostingMethod;
        StandardCost = item.StandardCost;
        Currency = item.Currency;
        NegativeStockPolicy = item.NegativeStockPolicy;
        OverReceiptTolerancePct = item.OverReceiptTolerancePct;
        MinShelfLifeDays = item.MinShelfLifeDays;
        ShelfLifeDays = item.ShelfLifeDays;
        DefaultLocationId = item.DefaultLocationId;
        DefaultReceiptStatusId = item.DefaultReceiptStatusId;
        HsCode = item.HsCode;
        CountryCodeOfOrigin = item.CountryCodeOfOrigin;
        Weight = item.Weight;
        WeightUom = item.WeightUom;
        HasStockHistory = item.HasStockHistory;
        ExternalId = item.ExternalId;
        Metadata = item.Metadata;
        Version = item.Version;
        CreatedAt = item.CreatedAt;
        UpdatedAt = item.UpdatedAt;
        CreatedBy = item.CreatedBy;
    }
}

/// <summary>An item with all that belongs to it.</summary>
public sealed record ItemDetailView : ItemView
{
    /// <summary>Names that others have for it, and the codes on its packs.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<IdentifierView> Identifiers { get; init; }

    [JsonPropertyOrder(1)]
    public required IReadOnlyList<AttributeView> Attributes { get; init; }

    /// <summary>Conversions of its own. Those within a dimension, such as kg and g, hold for every item and are not repeated here.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<UomConversionView> UomConversions { get; init; }

    [SetsRequiredMembers]
    ItemDetailView(Item item, UomBook uoms) : base(item, uoms[item.BaseUomId].Code)
    {
        Identifiers = [.. item.Identifiers.OrderBy(i => i.Position).Select(IdentifierView.From)];
        Attributes = [.. item.Attributes.OrderBy(a => a.Position).GroupBy(a => a.Key).OrderBy(a => a.Key, StringComparer.Ordinal).Select(AttributeView.From)];
        UomConversions = [.. item.UomConversions.OrderBy(c => c.Position).Select(c => UomConversionView.From(c, uoms))];
    }

    internal static ItemDetailView From(Item item, UomBook uoms) => new(item, uoms);
}

/// <summary>A name that somebody else has for an item, or for a pack of it.</summary>
/// <param name="Type"><c>gtin</c>, <c>ean</c>, <c>upc</c>, <c>barcode</c>, <c>supplier_sku</c>, <c>customer_sku</c>, <c>mpn</c> or <c>internal</c>.</param>
/// <param name="Value">As it was sent.</param>
/// <param name="Gtin14">The same in 14 digits, for <c>gtin</c>, <c>ean</c> and <c>upc</c>.</param>
/// <param name="UomId">The pack it names; null for the base unit.</param>
/// <param name="PartyId">The supplier, customer or maker whose name it is.</param>
/// <param name="IsPrimary">At most one identifier of an item is.</param>
public sealed record IdentifierView(Guid Id, string Type, string Value, string? Gtin14, Guid? UomId, Guid? PartyId, bool IsPrimary)
{
    internal static IdentifierView From(Identifier identifier) => new(
        identifier.Id, identifier.Type, identifier.Value, identifier.Gtin14, identifier.UomId, identifier.PartyId, identifier.IsPrimary);
}

/// <summary>A property of an item. Lists of items can be filtered by it: <c>attr.{key}={value}</c>.</summary>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>bool</c>, <c>date</c> or <c>list</c>.</param>
/// <param name="Value">Of that type; a list holds texts.</param>
/// <param name="UomCode">The unit of a number.</param>
public sealed record AttributeView(string Key, string Type, JsonElement Value, string? UomCode)
{
    internal static AttributeView From(IGrouping<string, AttributeValue> values)
    {
        var first = values.First();
        return new(values.Key, first.Type, first.Type switch
        {
            "number" => JsonSerializer.SerializeToElement(decimal.Parse(first.Value, CultureInfo.InvariantCulture)),
            "bool" => JsonSerializer.SerializeToElement(first.Value == "true"),
            "list" => JsonSerializer.SerializeToElement(values.Select(value => value.Value)),
            _ => JsonSerializer.SerializeToElement(first.Value),
        }, first.UomCode);
    }
}

/// <summary>How much of one unit is in another: 1 <c>from</c> = <c>numerator</c>/<c>denominator</c> <c>to</c>, exactly.</summary>
/// <param name="Factor">The same for people to read, rounded to 6 decimals.</param>
/// <param name="Rounding">What happens to decimals that the target cannot hold: <c>exact</c> (refused), <c>up</c>, <c>down</c> or <c>half_up</c>.</param>
public sealed record UomConversionView(
    Guid FromUomId, string FromUomCode, Guid ToUomId, string ToUomCode, long Numerator, long Denominator, decimal? Factor, string Rounding)
{
    const int FactorDecimals = 6;

    internal static UomConversionView From(UomConversion conversion, UomBook uoms) => new(
        conversion.FromUomId, uoms[conversion.FromUomId].Code, conversion.ToUomId, uoms[conversion.ToUomId].Code,
        conversion.Numerator, conversion.Denominator, conversion.Ratio.ToDecimal(FactorDecimals), conversion.Rounding);
}
