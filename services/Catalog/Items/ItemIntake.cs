using Atlas.Catalog.Conversions;
using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

/// <summary>
/// What an item becomes by a request: its references are looked up, what is absent stays as it is, and all must fit together.
/// </summary>
sealed class ItemIntake
{
    readonly ItemRequest request;
    readonly UomBook uoms;
    readonly Item? before;
    readonly List<ErrorDetail> errors = [];

    /// <param name="request">What is wanted.</param>
    /// <param name="uoms">The tenant's units.</param>
    /// <param name="before">The item to change; null for a new one.</param>
    /// <exception cref="RefusedException">With one detail per field that does not fit.</exception>
    public ItemIntake(ItemRequest request, UomBook uoms, Item? before)
    {
        (this.request, this.uoms, this.before) = (request, uoms, before);
        Facts = ReadFacts();
        Conversions = ReadConversions();
        Identifiers = ReadIdentifiers();
        Attributes = request.Attributes?.SelectMany(a => a.Values.Select((value, position) => new AttributeFacts(a.Key, position, a.Type, value, a.UomCode))).ToList();
        if (errors.Count == 0) CheckTogether();
        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
    }

    public ItemFacts Facts { get; }
    public IReadOnlyList<IdentifierFacts>? Identifiers { get; }
    public IReadOnlyList<AttributeFacts>? Attributes { get; }
    public IReadOnlyList<ConversionFacts>? Conversions { get; }

    ItemFacts ReadFacts()
    {
        var old = before?.Facts;
        T? Kept<T>(string field, T? sent, T? kept) => request.Has(field) ? sent : kept;
        return new ItemFacts
        {
            ItemNo = request.ItemNo ?? old!.ItemNo,
            Name = request.Name ?? old!.Name,
            ItemKind = request.ItemKind ?? old!.ItemKind,
            BaseUomId = request.BaseUomId is { } baseUom ? Uom("baseUomId", baseUom, old?.BaseUomId) : old!.BaseUomId,
            LotTracking = request.LotTracking ?? old!.LotTracking,
            SerialTracking = request.SerialTracking ?? old!.SerialTracking,
            ExpiryTracking = request.ExpiryTracking ?? old!.ExpiryTracking,
            IsActive = request.IsActive ?? old!.IsActive,
            Description = Kept("description", request.Description, old?.Description),
            CategoryId = Kept("categoryId", request.CategoryId, old?.CategoryId),
            PurchaseUomId = Kept("purchaseUomId", OptionalUom("purchaseUomId", request.PurchaseUomId, old?.PurchaseUomId), old?.PurchaseUomId),
            SalesUomId = Kept("salesUomId", OptionalUom("salesUomId", request.SalesUomId, old?.SalesUomId), old?.SalesUomId),
            CostingMethod = Kept("costingMethod", request.CostingMethod, old?.CostingMethod),
            StandardCost = Kept("standardCost", request.StandardCost, old?.StandardCost),
            Currency = Kept("currency", request.Currency, old?.Currency),
            NegativeStockPolicy = request.NegativeStockPolicy ?? old!.NegativeStockPolicy,
            OverReceiptTolerancePct = Kept("overReceiptTolerancePct", request.OverReceiptTolerancePct, old?.OverReceiptTolerancePct),
            MinShelfLifeDays = Kept("minShelfLifeDays", request.MinShelfLifeDays, old?.MinShelfLifeDays),
            ShelfLifeDays = Kept("shelfLifeDays", request.ShelfLifeDays, old?.ShelfLifeDays),
            DefaultLocationId = Kept("defaultLocationId", request.DefaultLocationId, old?.DefaultLocationId),
            DefaultReceiptStatusId = Kept("defaultReceiptStatusId", request.DefaultReceiptStatusId, old?.DefaultReceiptStatusId),
            HsCode = Kept("hsCode", request.HsCode, old?.HsCode),
            CountryCodeOfOrigin = Kept("countryCodeOfOrigin", request.CountryCodeOfOrigin, old?.CountryCodeOfOrigin),
            Weight = Kept("weight", request.Weight, old?.Weight),
            WeightUom = Kept("weightUom", request.WeightUom, old?.WeightUom),
            ExternalId = Kept("externalId", request.ExternalId, old?.ExternalId),
        };
    }

    List<ConversionFacts>? ReadConversions()
    {
        if (request.UomConversions is null) return null;
        var conversions = new List<ConversionFacts>();
        foreach (var (index, sent) in request.UomConversions.Index())
        {
            var old = before?.UomConversions.Select(c => c.FromUomId).Concat(before.UomConversions.Select(c => c.ToUomId)).ToHashSet() ?? [];
            conversions.Add(new ConversionFacts(
                Uom($"uomConversions[{index}].fromUomId", sent.FromUomId, old), Uom($"uomConversions[{index}].toUomId", sent.ToUomId, old),
                sent.Numerator, sent.Denominator, sent.Rounding));
        }

        return conversions;
    }

    List<IdentifierFacts>? ReadIdentifiers()
    {
        if (request.Identifiers is not { } sent) return null;
        var old = before?.IdentifierFacts ?? [];
        var isUpsert = sent.Any(i => i.Id is not null);
        var wanted = isUpsert ? old.ToList() : [];
        foreach (var (index, entry) in sent.Index())
        {
            var at = $"identifiers[{index}]";
            if (entry.Id is { } id) Change(wanted, entry, id, at);
            else wanted.Add(Added(entry, old, at));
        }

        if (wanted.Count > ItemRules.MaxIdentifiers) Refuse("identifiers", "array_length", $"an item can have {ItemRules.MaxIdentifiers}");
        if (wanted.Count(i => i.IsPrimary) > 1) Refuse("identifiers", "invalid_value", "only one can be primary");
        var keys = new HashSet<string>();
        foreach (var (index, identifier) in wanted.Index())
            if (!keys.Add(Identifier.UniqueKeyOf(Guid.Empty, identifier)))
                Refuse(isUpsert ? "identifiers" : $"identifiers[{index}].value", "invalid_value", $"'{identifier.Value}' is there twice");
        return wanted;
    }

    void Change(List<IdentifierFacts> wanted, IdentifierRequest entry, Guid id, string at)
    {
        var index = wanted.FindIndex(i => i.Id == id);
        if (index < 0)
        {
            Refuse($"{at}.id", "invalid_reference", "the item has no identifier with this id");
            return;
        }

        var old = wanted[index];
        if (entry.IsRemoved) wanted.RemoveAt(index);
        else if ((entry.Type ?? old.Type) != old.Type || (entry.Value ?? old.Value) != old.Value || (entry.PartyId ?? old.PartyId) != old.PartyId)
            Refuse(at, "invalid_value", "another type, value or party is another identifier: delete this one and add one without id");
        else
            wanted[index] = old with
            {
                UomId = entry.SetsUom ? OptionalUom($"{at}.uomId", entry.UomId, old.UomId) : old.UomId,
                IsPrimary = entry.IsPrimary ?? old.IsPrimary,
            };
    }

    // One that is sent again keeps its id.
    IdentifierFacts Added(IdentifierRequest entry, IReadOnlyList<IdentifierFacts> old, string at)
    {
        var same = old.FirstOrDefault(i => i.Type == entry.Type && i.Value == entry.Value && i.PartyId == entry.PartyId);
        return new IdentifierFacts(same?.Id ?? Guid.CreateVersion7(), entry.Type!, entry.Value!, OptionalUom($"{at}.uomId", entry.UomId, same?.UomId),
            entry.PartyId, entry.IsPrimary ?? false);
    }

    void CheckTogether()
    {
        var baseUom = uoms[Facts.BaseUomId];
        if (Facts.ExpiryTracking == Item.Tracked && Facts.LotTracking != Item.Tracked)
            Refuse("expiryTracking", "invalid_value", "needs lotTracking 'tracked', because the date is the lot's");
        if (Facts.SerialTracking == Item.Tracked && baseUom.Decimals > 0)
            Refuse("serialTracking", "invalid_value", $"needs a base unit without decimals, and {baseUom.Code} has {baseUom.Decimals}");
        if (Facts.ItemKind is "service" or "phantom" && (Facts.LotTracking, Facts.SerialTracking, Facts.ExpiryTracking) != (Item.None, Item.None, Item.None))
            Refuse("itemKind", "invalid_value", $"a {Facts.ItemKind} is never in stock, so nothing of it can be tracked");
        if (Facts.CostingMethod == Item.StandardCosting && Facts.StandardCost is null)
            Refuse("standardCost", "required", "is required for costingMethod 'standard'");
        if (Facts.StandardCost is not null && Facts.Currency is null) Refuse("currency", "required", "is required with standardCost");
        if (Facts.MinShelfLifeDays > Facts.ShelfLifeDays)
            Refuse("minShelfLifeDays", "out_of_range", "must not be more than shelfLifeDays", ("max", Facts.ShelfLifeDays));
        if (request.IsActive == true && before is { IsActive: false } && !baseUom.IsActive)
            Refuse("isActive", "invalid_value", $"its base unit {baseUom.Code} is not active");

        var graph = uoms.StandardConversions();
        foreach (var (index, c) in (Conversions ?? before?.ConversionFacts ?? []).Index())
        {
            var at = $"uomConversions[{index}]";
            if (c.FromUomId == c.ToUomId) Refuse(at, "invalid_value", "must be between two units");
            else if (!graph.TryAdd(c.FromUomId, c.ToUomId, new Ratio(c.Numerator, c.Denominator)))
                Refuse(at, "invalid_value", $"contradicts what is known already: 1 {uoms[c.FromUomId].Code} = {graph.Find(c.FromUomId, c.ToUomId)} {uoms[c.ToUomId].Code}");
        }

        if (Conversions?.Select(c => (c.FromUomId, c.ToUomId)).Distinct().Count() < Conversions?.Count)
            Refuse("uomConversions", "invalid_value", "each pair of units can be there once");

        MustConvert("purchaseUomId", Facts.PurchaseUomId, graph);
        MustConvert("salesUomId", Facts.SalesUomId, graph);
        foreach (var (index, identifier) in (Identifiers ?? before?.IdentifierFacts ?? []).Index())
            MustConvert($"identifiers[{index}].uomId", identifier.UomId, graph);
        if ((Conversions ?? []).Any(c => graph.Find(c.FromUomId, Facts.BaseUomId) is { FitsLong: false } || graph.Find(c.ToUomId, Facts.BaseUomId) is { FitsLong: false }))
            Refuse("uomConversions", "out_of_range", "taken together, the conversions into the base unit have parts beyond 9223372036854775807");
    }

    void MustConvert(string field, Guid? uomId, ConversionGraph graph)
    {
        if (uomId is not { } id || graph.Find(id, Facts.BaseUomId) is not null) return;
        Refuse(field, "invalid_value", $"there is no conversion from {uoms[id].Code} to the base unit {uoms[Facts.BaseUomId].Code}; add one to uomConversions");
    }

    Guid? OptionalUom(string field, string? reference, Guid? old) => reference is null ? null : Uom(field, reference, old);

    Guid Uom(string field, string reference, Guid? old) => Uom(field, reference, old is { } id ? [id] : []);

    // What is referred to already may be inactive by now; something new may not.
    Guid Uom(string field, string reference, HashSet<Guid> old)
    {
        var uom = uoms.Find(reference);
        if (uom is null) Refuse(field, "invalid_reference", $"there is no unit of measure '{reference}'");
        else if (!uom.IsActive && !old.Contains(uom.Id)) Refuse(field, "invalid_reference", $"the unit of measure {uom.Code} is not active");
        return uom?.Id ?? Guid.Empty;
    }

    void Refuse(string field, string code, string message, params ReadOnlySpan<(string Key, object? Value)> meta)
    {
        Dictionary<string, object?>? facts = meta.Length == 0 ? null : [];
        foreach (var (key, value) in meta) facts![key] = value;
        errors.Add(new ErrorDetail(field, code, message, facts));
    }
}
