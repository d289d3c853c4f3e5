using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

/// <summary>The fields of an item that a request can set.</summary>
public abstract record ItemRequest
{
    /// <summary>At most 64 characters; unique in the tenant, whatever its case.</summary>
    public string? ItemNo { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Name { get; init; }

    /// <summary><c>purchased</c> (when absent), <c>manufactured</c>, <c>both</c>, <c>phantom</c>, <c>service</c> or <c>kit</c>.</summary>
    public string? ItemKind { get; init; }

    /// <summary>The unit that its stock is counted in: id, code or external id.</summary>
    public string? BaseUomId { get; init; }

    /// <summary><c>none</c> (when absent) or <c>tracked</c>.</summary>
    public string? LotTracking { get; init; }

    /// <summary><c>none</c> (when absent) or <c>tracked</c>, which needs a base unit without decimals.</summary>
    public string? SerialTracking { get; init; }

    /// <summary><c>none</c> (when absent) or <c>tracked</c>, which needs <c>lotTracking</c>, because the date is the lot's.</summary>
    public string? ExpiryTracking { get; init; }

    /// <summary>True when absent.</summary>
    public bool? IsActive { get; init; }

    public string? Description { get; init; }
    public Guid? CategoryId { get; init; }

    /// <summary>Id, code or external id of a unit that can be converted into the base unit.</summary>
    public string? PurchaseUomId { get; init; }

    /// <summary>Id, code or external id of a unit that can be converted into the base unit.</summary>
    public string? SalesUomId { get; init; }

    /// <summary><c>fifo</c>, <c>moving_average</c>, or <c>standard</c>, which needs <c>standardCost</c>.</summary>
    public string? CostingMethod { get; init; }

    /// <summary>Cost of one base unit, in <c>currency</c>, which it needs.</summary>
    public decimal? StandardCost { get; init; }

    /// <summary>ISO 4217, for example <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary><c>inherit</c> (when absent), <c>deny</c> or <c>allow</c>.</summary>
    public string? NegativeStockPolicy { get; init; }

    /// <summary>0 to 100.</summary>
    public decimal? OverReceiptTolerancePct { get; init; }

    public int? MinShelfLifeDays { get; init; }
    public int? ShelfLifeDays { get; init; }
    public Guid? DefaultLocationId { get; init; }
    public Guid? DefaultReceiptStatusId { get; init; }

    /// <summary>4 to 12 digits; dots may stand between them.</summary>
    public string? HsCode { get; init; }

    /// <summary>ISO 3166, two letters.</summary>
    public string? CountryCodeOfOrigin { get; init; }

    public decimal? Weight { get; init; }
    public string? WeightUom { get; init; }

    /// <summary>Its id in another system; unique in the tenant.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Up to 50 texts that Atlas keeps and does not read.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Up to 100. In a change they replace all that are there, unless an entry carries an <c>id</c>: then each is added, changed or removed by itself.</summary>
    public IReadOnlyList<IdentifierRequest>? Identifiers { get; init; }

    /// <summary>Up to 100, each key once. In a change they replace all that are there.</summary>
    public IReadOnlyList<AttributeRequest>? Attributes { get; init; }

    /// <summary>Up to 50. In a change they replace all that are there.</summary>
    public IReadOnlyList<UomConversionRequest>? UomConversions { get; init; }

    /// <summary>Which fields the request has, even as null.</summary>
    internal IReadOnlySet<string> Given { get; private init; } = new HashSet<string>();

    internal bool Has(string field) => Given.Contains(field);

    // A new item must have the required fields; a change must only not take them away.
    internal static T Read<T>(Fields fields, bool isNew) where T : ItemRequest, new()
    {
        bool Required(string name) => isNew || fields.Has(name);
        string? Mode(string name, IReadOnlyList<string> allowed, string whenNew) =>
            isNew ? fields.Choice(name, allowed, whenNew) : fields.Has(name) ? fields.Choice(name, allowed) : null;

        var hasIdentifiers = fields.Has("identifiers");
        var hasAttributes = fields.Has("attributes");
        var hasConversions = fields.Has("uomConversions");
        var hasMetadata = fields.Has("metadata");
        var request = new T
        {
            ItemNo = Required("itemNo") ? fields.Text("itemNo", ItemRules.MaxItemNo) : null,
            Name = Required("name") ? fields.Text("name", ItemRules.MaxName) : null,
            ItemKind = Mode("itemKind", Item.Kinds, Item.Purchased),
            BaseUomId = Required("baseUomId") ? fields.Text("baseUomId", ItemRules.MaxExternalId) : null,
            LotTracking = Mode("lotTracking", Item.TrackingModes, Item.None),
            SerialTracking = Mode("serialTracking", Item.TrackingModes, Item.None),
            ExpiryTracking = Mode("expiryTracking", Item.TrackingModes, Item.None),
            IsActive = isNew ? fields.Boolean("isActive", true) : fields.Has("isActive") ? ItemRules.Flag(fields, "isActive") : null,
            Description = fields.OptionalText("description", ItemRules.MaxDescription),
            CategoryId = ItemRules.Id(fields, "categoryId"),
            PurchaseUomId = fields.OptionalText("purchaseUomId", ItemRules.MaxExternalId),
            SalesUomId = fields.OptionalText("salesUomId", ItemRules.MaxExternalId),
            CostingMethod = ItemRules.OptionalChoice(fields, "costingMethod", Item.CostingMethods),
            StandardCost = fields.OptionalDecimal("standardCost", 0, ItemRules.MaxAmount),
            Currency = ItemRules.Currency(fields),
            NegativeStockPolicy = Mode("negativeStockPolicy", Item.NegativeStockPolicies, Item.Inherit),
            OverReceiptTolerancePct = fields.OptionalDecimal("overReceiptTolerancePct", 0, ItemRules.MaxTolerancePct),
            MinShelfLifeDays = (int?)fields.OptionalInteger("minShelfLifeDays", 0, ItemRules.MaxDays),
            ShelfLifeDays = (int?)fields.OptionalInteger("shelfLifeDays", 0, ItemRules.MaxDays),
            DefaultLocationId = ItemRules.Id(fields, "defaultLocationId"),
            DefaultReceiptStatusId = ItemRules.Id(fields, "defaultReceiptStatusId"),
            HsCode = ItemRules.HsCode(fields),
            CountryCodeOfOrigin = ItemRules.Country(fields),
            Weight = fields.OptionalDecimal("weight", 0, ItemRules.MaxAmount),
            WeightUom = fields.OptionalText("weightUom", ItemRules.MaxWeightUom),
            ExternalId = fields.OptionalText("externalId", ItemRules.MaxExternalId),
            Metadata = hasMetadata ? ItemRules.Metadata(fields) : null,
            Identifiers = hasIdentifiers
                ? fields.List("identifiers", 0, ItemRules.MaxIdentifiers, entry => IdentifierRequest.Read(entry, isNew), required: false) : null,
            Attributes = hasAttributes
                ? fields.List("attributes", 0, ItemRules.MaxAttributes, AttributeRequest.Read, required: false) : null,
            UomConversions = hasConversions
                ? fields.List("uomConversions", 0, ItemRules.MaxConversions, UomConversionRequest.Read, required: false) : null,
            Given = OptionalFields.Where(fields.Has).ToHashSet(),
        };
        RefuseSecondKeys(fields, request.Attributes);
        return request;
    }

    // Those that null can empty.
    static readonly string[] OptionalFields =
    [
        "description", "categoryId", "purchaseUomId", "salesUomId", "costingMethod", "standardCost", "currency", "overReceiptTolerancePct",
        "minShelfLifeDays", "shelfLifeDays", "defaultLocationId", "defaultReceiptStatusId", "hsCode", "countryCodeOfOrigin", "weight",
        "weightUom", "externalId",
    ];

    static void RefuseSecondKeys(Fields fields, IReadOnlyList<AttributeRequest>? attributes)
    {
        var keys = new HashSet<string>();
        foreach (var (index, attribute) in (attributes ?? []).Index())
            if (attribute.Key.Length > 0 && !keys.Add(attribute.Key))
                fields.Refuse($"attributes[{index}].key", "invalid_value", "is there twice");
    }
}

/// <summary>A name that somebody else has for an item, or for a pack of it.</summary>
public sealed record IdentifierRequest
{
    /// <summary>In a change: which one this is about.</summary>
    public Guid? Id { get; init; }

    /// <summary><c>gtin</c>, <c>ean</c>, <c>upc</c>, <c>barcode</c>, <c>supplier_sku</c>, <c>customer_sku</c>, <c>mpn</c> or <c>internal</c>.</summary>
    public string? Type { get; init; }

    /// <summary>At most 128 characters. For <c>gtin</c>, <c>ean</c> and <c>upc</c> 8, 12, 13 or 14 digits with the right check digit.</summary>
    public string? Value { get; init; }

    /// <summary>The pack it names, by id, code or external id of a unit that can be converted into the base unit.</summary>
    public string? UomId { get; init; }

    /// <summary>The supplier, customer or maker whose name it is.</summary>
    public Guid? PartyId { get; init; }

    public bool? IsPrimary { get; init; }

    internal bool SetsUom { get; private init; }

    /// <summary>True for <c>_delete</c>: the one with this id goes.</summary>
    internal bool IsRemoved { get; private init; }

    internal static IdentifierRequest Read(Fields fields, bool isNew)
    {
        var id = isNew ? null : ItemRules.Id(fields, "id");
        var isRemoved = !isNew && fields.Boolean("_delete", false);
        if (isRemoved && id is null && !fields.IsWrong("id")) fields.Refuse("id", "required", "says which one to delete");
        var isFull = id is null && !isRemoved;
        var type = isFull || fields.Has("type") ? fields.Choice("type", Identifier.Types) : null;
        var value = isFull || fields.Has("value") ? fields.Text("value", ItemRules.MaxIdentifier) : null;
        if (value is { Length: > 0 } && type is not null && !fields.IsWrong("type") && Identifier.IsGtinType(type)) RefuseWrongGtin(fields, type, value);
        return new IdentifierRequest
        {
            Id = id,
            Type = type,
            Value = value,
            UomId = fields.OptionalText("uomId", ItemRules.MaxExternalId),
            PartyId = ItemRules.Id(fields, "partyId"),
            IsPrimary = fields.Has("isPrimary") ? fields.Boolean("isPrimary", false) : null,
            SetsUom = fields.Has("uomId"),
            IsRemoved = isRemoved,
        };
    }

    static void RefuseWrongGtin(Fields fields, string type, string value)
    {
        if (!Gs1.Gtin.HasForm(value))
            fields.Refuse("value", "invalid_value", $"must have 8, 12, 13 or 14 digits to be of type {type}");
        else if (!Gs1.Gtin.HasRightCheckDigit(value))
            fields.Refuse("value", "invalid_value", "has a wrong check digit", ("checkDigit", Gs1.Gtin.CheckDigit(value.AsSpan(0, value.Length - 1))));
    }
}

/// <summary>A property of an item.</summary>
/// <param name="Key">At most 64 letters, digits, dots, hyphens and underscores.</param>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>bool</c>, <c>date</c> or <c>list</c>.</param>
/// <param name="Value">Of that type; a list holds 1 to 100 texts.</param>
/// <param name="UomCode">The unit of a number.</param>
public sealed record AttributeRequest(string Key, string Type, object Value, string? UomCode)
{
    internal IReadOnlyList<string> Values => (IReadOnlyList<string>)Value;

    internal static AttributeRequest Read(Fields fields)
    {
        var key = fields.Text("key", ItemRules.MaxAttributeKey);
        if (key.Length > 0 && !ItemRules.AttributeKey().IsMatch(key))
            fields.Refuse("key", "invalid_value", "must be letters, digits, dots, hyphens and underscores");
        var type = fields.Choice("type", AttributeValue.Types);
        var uomCode = fields.OptionalText("uomCode", Uoms.CreateUomRequest.MaxCode);
        if (uomCode is not null && type != "number" && !fields.IsWrong("type")) fields.Refuse("uomCode", "invalid_value", "is for numbers only");
        return new(key, type, fields.IsWrong("type") ? (string[])[] : ValuesOf(fields, type), uomCode);
    }

    static IReadOnlyList<string> ValuesOf(Fields fields, string type)
    {
        switch (type)
        {
            case "number":
                return [AttributeValue.NumberText(fields.OptionalDecimal("value", -ItemRules.MaxAmount, ItemRules.MaxAmount, required: true) ?? 0)];
            case "bool":
                return [ItemRules.Flag(fields, "value") ? "true" : "false"];
            case "date":
                return [fields.Date("value").ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)];
            case "list":
                var texts = fields.Texts("value", ItemRules.MaxListEntries, ItemRules.MaxListEntry);
                if (texts.Count == 0 && !fields.IsWrong("value")) fields.Refuse("value", "array_length", "must have at least 1 entry", ("min", 1));
                return texts;
            default:
                return [fields.Text("value", ItemRules.MaxAttributeText)];
        }
    }
}

/// <summary>How much of one unit is in another, for this item: 1 <c>from</c> = <c>numerator</c>/<c>denominator</c> <c>to</c>, exactly.</summary>
/// <param name="FromUomId">Id, code or external id of a unit.</param>
/// <param name="ToUomId">Id, code or external id of a unit.</param>
/// <param name="Numerator">1 to 10^12.</param>
/// <param name="Denominator">1 to 10^12.</param>
/// <param name="Rounding">What happens to decimals that the target cannot hold: <c>exact</c> (refused), <c>up</c>, <c>down</c> or <c>half_up</c> (when absent).</param>
public sealed record UomConversionRequest(string FromUomId, string ToUomId, long Numerator, long Denominator, string Rounding)
{
    internal static UomConversionRequest Read(Fields fields) => new(
        fields.Text("fromUomId", ItemRules.MaxExternalId), fields.Text("toUomId", ItemRules.MaxExternalId),
        fields.Integer("numerator", 1, Uoms.Uom.MaxRatioPart), fields.Integer("denominator", 1, Uoms.Uom.MaxRatioPart),
        fields.Choice("rounding", UomConversion.Roundings, UomConversion.RoundHalfUp));
}
