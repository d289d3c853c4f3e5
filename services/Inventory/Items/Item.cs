using Atlas.Contracts.Catalog;
using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Items;

/// <summary>The copy that Inventory keeps of an item. Catalog owns it; here it only follows.</summary>
sealed class Item : ITenantOwned
{
    public const string Tracked = "tracked";

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public string ItemNo { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public string ItemKind { get; private set; } = null!;
    public Guid BaseUomId { get; private set; }
    public string BaseUomCode { get; private set; } = null!;
    public int BaseUomDecimals { get; private set; }
    public string LotTracking { get; private set; } = null!;
    public string SerialTracking { get; private set; } = null!;
    public string ExpiryTracking { get; private set; } = null!;
    public bool IsActive { get; private set; }
    public string? CostingMethod { get; private set; }
    public decimal? StandardCost { get; private set; }
    public string? Currency { get; private set; }
    public string NegativeStockPolicy { get; private set; } = null!;
    public int? MinShelfLifeDays { get; private set; }
    public int? ShelfLifeDays { get; private set; }
    public List<ItemConversion> Conversions { get; private set; } = [];

    /// <summary>The item's version in Catalog.</summary>
    public long ItemVersion { get; private set; }

    public bool HasLots => LotTracking == Tracked;
    public bool HasSerials => SerialTracking == Tracked;
    public bool HasExpiry => ExpiryTracking == Tracked;

    /// <summary>Takes over a newer state; an older one, which came late, changes nothing.</summary>
    public void Follow(ItemChanged item)
    {
        if (item.Version <= ItemVersion) return;
        (ItemNo, Name, ItemKind, IsActive, ItemVersion) = (item.ItemNo, item.Name, item.ItemKind, item.IsActive, item.Version);
        (BaseUomId, BaseUomCode, BaseUomDecimals) = (item.BaseUomId, item.BaseUomCode, item.BaseUomDecimals);
        (LotTracking, SerialTracking, ExpiryTracking) = (item.LotTracking, item.SerialTracking, item.ExpiryTracking);
        (CostingMethod, StandardCost, Currency, NegativeStockPolicy) =
            (item.CostingMethod, item.StandardCost, item.Currency, item.NegativeStockPolicy);
        (MinShelfLifeDays, ShelfLifeDays, Conversions) = (item.MinShelfLifeDays, item.ShelfLifeDays, [.. item.Conversions]);
    }

    /// <summary>
    /// The quantity in the base unit, exactly; null when the item has no conversion from that unit, or when the result has more
    /// decimals than can be kept.
    /// </summary>
    public decimal? ToBase(decimal qty, Guid uomId)
    {
        if (uomId == BaseUomId) return qty;
        foreach (var c in Conversions)
        {
            if (c.FromUomId == uomId && c.ToUomId == BaseUomId) return Exact(qty, c.Numerator, c.Denominator);
            if (c.ToUomId == uomId && c.FromUomId == BaseUomId) return Exact(qty, c.Denominator, c.Numerator);
        }

        return null;
    }

    /// <summary>The unit that is meant by an id or code, out of those that the item knows; its base unit when none is named.</summary>
    public Guid? UomOf(string? idOrCode)
    {
        if (idOrCode is null || idOrCode == BaseUomCode) return BaseUomId;
        if (Guid.TryParse(idOrCode, out var id))
            return id == BaseUomId || Conversions.Any(c => c.FromUomId == id || c.ToUomId == id) ? id : null;
        return Conversions.FirstOrDefault(c => c.FromUomCode == idOrCode)?.FromUomId ?? Conversions.FirstOrDefault(c => c.ToUomCode == idOrCode)?.ToUomId;
    }

    static decimal? Exact(decimal qty, long numerator, long denominator)
    {
        var product = qty * numerator;
        var result = decimal.Round(product / denominator, 6);
        return result * denominator == product ? result : null;
    }
}
