using Atlas.Contracts.Catalog;
using Atlas.Persistence.Tenancy;

namespace Atlas.Production.Items;

/// <summary>The copy that Production keeps of an item. Catalog owns it; here it only follows.</summary>
sealed class Item : ITenantOwned
{
    const string Tracked = "tracked";
    const int Decimals = 6;

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
    public Guid? DefaultLocationId { get; private set; }
    public List<ItemConversion> Conversions { get; private set; } = [];

    /// <summary>The item's version in Catalog.</summary>
    public long ItemVersion { get; private set; }

    public bool HasLots => LotTracking == Tracked || ExpiryTracking == Tracked;
    public bool HasSerials => SerialTracking == Tracked;

    /// <summary>It stands for its components and is never in stock itself.</summary>
    public bool IsPhantom => ItemKind == "phantom";

    public bool IsService => ItemKind == "service";

    /// <summary>Takes over a newer state; an older one, which came late, changes nothing.</summary>
    public void Follow(ItemChanged item)
    {
        if (item.Version <= ItemVersion) return;
        (ItemNo, Name, ItemKind, IsActive, ItemVersion) = (item.ItemNo, item.Name, item.ItemKind, item.IsActive, item.Version);
        (BaseUomId, BaseUomCode, BaseUomDecimals) = (item.BaseUomId, item.BaseUomCode, item.BaseUomDecimals);
        (LotTracking, SerialTracking, ExpiryTracking) = (item.LotTracking, item.SerialTracking, item.ExpiryTracking);
        (DefaultLocationId, Conversions) = (item.DefaultLocationId, [.. item.Conversions]);
    }

    /// <summary>The unit that is meant by an id or code, out of those that can be converted; the base unit when none is named.</summary>
    public ItemUom? UomOf(string? idOrCode)
    {
        if (idOrCode is null || idOrCode == BaseUomCode || idOrCode == BaseUomId.ToString()) return new(BaseUomId, BaseUomCode, 1, 1);
        foreach (var c in Conversions)
        {
            if (c.ToUomId == BaseUomId && (c.FromUomCode == idOrCode || c.FromUomId.ToString() == idOrCode))
                return new(c.FromUomId, c.FromUomCode, c.Numerator, c.Denominator);
            if (c.FromUomId == BaseUomId && (c.ToUomCode == idOrCode || c.ToUomId.ToString() == idOrCode))
                return new(c.ToUomId, c.ToUomCode, c.Denominator, c.Numerator);
        }

        return null;
    }

    /// <summary>The quantity in the base unit, exactly; null when the base unit cannot hold it.</summary>
    public decimal? ToBase(decimal qty, ItemUom uom)
    {
        var product = qty * uom.Numerator;
        var result = decimal.Round(product / uom.Denominator, Decimals);
        return result * uom.Denominator == product && decimal.Round(result, BaseUomDecimals) == result ? result : null;
    }
}

/// <summary>A unit of an item: 1 of it is <c>Numerator</c>/<c>Denominator</c> base units, exactly.</summary>
sealed record ItemUom(Guid Id, string Code, long Numerator, long Denominator);
