using Atlas.Catalog.Uoms;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

/// <summary>Something that is bought, made, stored or sold.</summary>
sealed class Item : ITenantOwned
{
    public const string Purchased = "purchased";
    public const string None = "none";
    public const string Tracked = "tracked";
    public const string Inherit = "inherit";
    public const string StandardCosting = "standard";

    public static readonly string[] Kinds = [Purchased, "manufactured", "both", "phantom", "service", "kit"];
    public static readonly string[] TrackingModes = [None, Tracked];
    public static readonly string[] CostingMethods = ["fifo", "moving_average", StandardCosting];
    public static readonly string[] NegativeStockPolicies = [Inherit, "deny", "allow"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public string ItemNo { get; private set; } = null!;

    /// <summary>What makes two item numbers the same. Unique in the tenant.</summary>
    public string ItemNoKey { get; private set; } = null!;

    public string Name { get; private set; } = null!;
    public string ItemKind { get; private set; } = null!;
    public Guid BaseUomId { get; private set; }
    public Uom? BaseUom { get; private set; }
    public string LotTracking { get; private set; } = None;
    public string SerialTracking { get; private set; } = None;
    public string ExpiryTracking { get; private set; } = None;
    public bool IsActive { get; private set; }
    public string? Description { get; private set; }
    public Guid? CategoryId { get; private set; }
    public Guid? PurchaseUomId { get; private set; }
    public Guid? SalesUomId { get; private set; }
    public string? CostingMethod { get; private set; }
    public decimal? StandardCost { get; private set; }
    public string? Currency { get; private set; }
    public string NegativeStockPolicy { get; private set; } = Inherit;
    public decimal? OverReceiptTolerancePct { get; private set; }
    public int? MinShelfLifeDays { get; private set; }
    public int? ShelfLifeDays { get; private set; }
    public Guid? DefaultLocationId { get; private set; }
    public Guid? DefaultReceiptStatusId { get; private set; }
    public string? HsCode { get; private set; }
    public string? CountryCodeOfOrigin { get; private set; }
    public decimal? Weight { get; private set; }
    public string? WeightUom { get; private set; }
    public string? ExternalId { get; private set; }
    public Dictionary<string, string> Metadata { get; private set; } = [];

    /// <summary>True once a line of the ledger is about it. How its stock is counted cannot change then.</summary>
    public bool HasStockHistory { get; private set; }

    /// <summary>Its number, name and identifiers, folded for the search.</summary>
    public string SearchText { get; private set; } = "";

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public long Version { get; private set; }

    public List<Identifier> Identifiers { get; private set; } = [];
    public List<AttributeValue> Attributes { get; private set; } = [];
    public List<UomConversion> UomConversions { get; private set; } = [];

    /// <summary>Number or scanned text as it is compared: without case, in the one form Unicode prefers.</summary>
    public static string KeyOf(string text) => text.Trim().Normalize().ToUpperInvariant();

    /// <summary>What a request can set of it, as it is.</summary>
    public ItemFacts Facts => new()
    {
        ItemNo = ItemNo,
        Name = Name,
        ItemKind = ItemKind,
        BaseUomId = BaseUomId,
        LotTracking = LotTracking,
        SerialTracking = SerialTracking,
        ExpiryTracking = ExpiryTracking,
        IsActive = IsActive,
        Description = Description,
        CategoryId = CategoryId,
        PurchaseUomId = PurchaseUomId,
        SalesUomId = SalesUomId,
        CostingMethod = CostingMethod,
        StandardCost = StandardCost,
        Currency = Currency,
        NegativeStockPolicy = NegativeStockPolicy,
        OverReceiptTolerancePct = OverReceiptTolerancePct,
        MinShelfLifeDays = MinShelfLifeDays,
        ShelfLifeDays = ShelfLifeDays,
        DefaultLocationId = DefaultLocationId,
        DefaultReceiptStatusId = DefaultReceiptStatusId,
        HsCode = HsCode,
        CountryCodeOfOrigin = CountryCodeOfOrigin,
        Weight = Weight,
        WeightUom = WeightUom,
        ExternalId = ExternalId,
    };

    /// <summary>Its identifiers as they are, in their order.</summary>
    public IReadOnlyList<IdentifierFacts> IdentifierFacts =>
        [.. Identifiers.OrderBy(i => i.Position).Select(i => new IdentifierFacts(i.Id, i.Type, i.Value, i.UomId, i.PartyId, i.IsPrimary))];

    /// <summary>The values of its attributes as they are, by key and place.</summary>
    public IReadOnlyList<AttributeFacts> AttributeFacts =>
        [.. Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).ThenBy(a => a.Position).Select(a => new AttributeFacts(a.Key, a.Position, a.Type, a.Value, a.UomCode))];

    /// <summary>Its own conversions as they are, in their order.</summary>
    public IReadOnlyList<ConversionFacts> ConversionFacts =>
        [.. UomConversions.OrderBy(c => c.Position).Select(c => new ConversionFacts(c.FromUomId, c.ToUomId, c.Numerator, c.Denominator, c.Rounding))];

    /// <summary>Brings the item to what is wanted.</summary>
    /// <param name="facts">All its single values.</param>
    /// <param name="identifiers">All of them, or null when they stay.</param>
    /// <param name="attributes">All of their values, or null when they stay.</param>
    /// <param name="conversions">All of them, or null when they stay.</param>
    /// <param name="metadata">All of it, or null when it stays.</param>
    /// <param name="now">When.</param>
    /// <returns>False when it is so already; nothing changes then, not even the version.</returns>
    /// <exception cref="BrokenRuleException"><c>has_stock_history</c> when the change would make recorded stock mean something else.</exception>
    public bool Become(
        ItemFacts facts, IReadOnlyList<IdentifierFacts>? identifiers, IReadOnlyList<AttributeFacts>? attributes,
        IReadOnlyList<ConversionFacts>? conversions, IReadOnlyDictionary<string, string>? metadata, DateTimeOffset now)
    {
        if (HasStockHistory) RefuseChangeOfStock(facts);
        if (Version > 0 && facts == Facts
            && (identifiers?.SequenceEqual(IdentifierFacts) ?? true)
            && (attributes?.OrderBy(a => a.Key, StringComparer.Ordinal).ThenBy(a => a.Position).SequenceEqual(AttributeFacts) ?? true)
            && (conversions?.SequenceEqual(ConversionFacts) ?? true)
            && (metadata is null || (metadata.Count == Metadata.Count && !metadata.Except(Metadata).Any())))
            return false;

        Set(facts);
        if (identifiers is not null) Set(identifiers);
        if (attributes is not null) Set(attributes);
        if (conversions is not null) Set(conversions);
        if (metadata is not null) Metadata = new(metadata);
        SearchText = Items.SearchText.Of([ItemNo, Name, .. Identifiers.OrderBy(i => i.Position).SelectMany(Texts)]);
        Touch(now);
        return true;
    }

    /// <summary>Notes that the ledger has a line about it.</summary>
    /// <returns>False when that was known.</returns>
    public bool NoteStock(DateTimeOffset now)
    {
        if (HasStockHistory) return false;
        HasStockHistory = true;
        Touch(now);
        return true;
    }

    void RefuseChangeOfStock(ItemFacts facts)
    {
        string[] changed =
        [
            .. facts.BaseUomId != BaseUomId ? ["baseUomId"] : Array.Empty<string>(),
            .. facts.LotTracking != LotTracking ? ["lotTracking"] : Array.Empty<string>(),
            .. facts.SerialTracking != SerialTracking ? ["serialTracking"] : Array.Empty<string>(),
            .. facts.ExpiryTracking != ExpiryTracking ? ["expiryTracking"] : Array.Empty<string>(),
            .. facts.CostingMethod != CostingMethod ? ["costingMethod"] : Array.Empty<string>(),
            .. Currency is not null && facts.Currency != Currency ? ["currency"] : Array.Empty<string>(), // The ledger has values in it.
        ];
        if (changed.Length > 0)
            throw new BrokenRuleException("has_stock_history", "The ledger has lines about this item; how its stock is counted and valued cannot change any more.",
                [.. changed.Select(field => new ErrorDetail(field, "has_stock_history", "cannot change once the item has had stock"))]);
    }

    void Set(ItemFacts facts)
    {
        ItemNo = facts.ItemNo;
        ItemNoKey = KeyOf(facts.ItemNo);
        Name = facts.Name;
        ItemKind = facts.ItemKind;
        BaseUomId = facts.BaseUomId;
        LotTracking = facts.LotTracking;
        SerialTracking = facts.SerialTracking;
        ExpiryTracking = facts.ExpiryTracking;
        IsActive = facts.IsActive;
        Description = facts.Description;
        CategoryId = facts.CategoryId;
        PurchaseUomId = facts.PurchaseUomId;
        SalesUomId = facts.SalesUomId;
        CostingMethod = facts.CostingMethod;
        StandardCost = facts.StandardCost;
        Currency = facts.Currency;
        NegativeStockPolicy = facts.NegativeStockPolicy;
        OverReceiptTolerancePct = facts.OverReceiptTolerancePct;
        MinShelfLifeDays = facts.MinShelfLifeDays;
        ShelfLifeDays = facts.ShelfLifeDays;
        DefaultLocationId = facts.DefaultLocationId;
        DefaultReceiptStatusId = facts.DefaultReceiptStatusId;
        HsCode = facts.HsCode;
        CountryCodeOfOrigin = facts.CountryCodeOfOrigin;
        Weight = facts.Weight;
        WeightUom = facts.WeightUom;
        ExternalId = facts.ExternalId;
    }

    // Rows that stay are changed and not replaced, so that one save never deletes and inserts the same key.
    void Set(IReadOnlyList<IdentifierFacts> wanted)
    {
        Identifiers.RemoveAll(row => wanted.All(i => i.Id != row.Id));
        foreach (var (position, i) in wanted.Index())
            if (Identifiers.Find(row => row.Id == i.Id) is { } row) (row.UomId, row.IsPrimary, row.Position) = (i.UomId, i.IsPrimary, position);
            else Identifiers.Add(Identifier.Of(Id, i, position));
    }

    void Set(IReadOnlyList<AttributeFacts> wanted)
    {
        Attributes.RemoveAll(row => wanted.All(a => (a.Key, a.Position) != (row.Key, row.Position)));
        foreach (var a in wanted)
        {
            var row = Attributes.Find(row => (a.Key, a.Position) == (row.Key, row.Position));
            if (row is null) Attributes.Add(row = new AttributeValue { ItemId = Id, Key = a.Key, Position = a.Position });
            (row.Type, row.Value, row.ValueKey, row.UomCode) = (a.Type, a.Value, AttributeValue.KeyOf(a.Value), a.UomCode);
        }
    }

    void Set(IReadOnlyList<ConversionFacts> wanted)
    {
        UomConversions.RemoveAll(row => wanted.All(c => (c.FromUomId, c.ToUomId) != (row.FromUomId, row.ToUomId)));
        foreach (var (position, c) in wanted.Index())
        {
            var row = UomConversions.Find(row => (c.FromUomId, c.ToUomId) == (row.FromUomId, row.ToUomId));
            if (row is null) UomConversions.Add(row = new UomConversion { ItemId = Id, FromUomId = c.FromUomId, ToUomId = c.ToUomId });
            (row.Numerator, row.Denominator, row.Rounding, row.Position) = (c.Numerator, c.Denominator, c.Rounding, position);
        }
    }

    void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Version++;
    }

    static IEnumerable<string> Texts(Identifier identifier) =>
        identifier.Gtin14 is { } gtin && gtin != identifier.Value ? [identifier.Value, gtin] : [identifier.Value];
}
