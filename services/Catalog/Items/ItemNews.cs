using Atlas.Catalog.Uoms;
using Atlas.Contracts.Catalog;

namespace Atlas.Catalog.Items;

/// <summary>What the other services hear of an item.</summary>
static class ItemNews
{
    /// <summary>The item as it is, with every unit that can be converted into its base unit, so that a receiver needs no other rule.</summary>
    public static ItemChanged Of(Item item, UomBook uoms)
    {
        var baseUom = uoms[item.BaseUomId];
        var graph = uoms.StandardConversions();
        foreach (var conversion in item.UomConversions) graph.TryAdd(conversion.FromUomId, conversion.ToUomId, conversion.Ratio);
        var conversions = graph.AllInto(baseUom.Id).Where(c => c.Ratio.FitsLong).Select(c => new ItemConversion(
            c.From, uoms[c.From].Code, baseUom.Id, baseUom.Code, (long)c.Ratio.Numerator, (long)c.Ratio.Denominator));
        return new ItemChanged(
            item.Id, item.Version, item.ItemNo, item.Name, item.ItemKind, baseUom.Id, baseUom.Code, baseUom.Decimals,
            item.LotTracking, item.SerialTracking, item.ExpiryTracking, item.IsActive, item.CostingMethod, item.StandardCost, item.Currency,
            item.NegativeStockPolicy, item.OverReceiptTolerancePct, item.MinShelfLifeDays, item.ShelfLifeDays, item.DefaultLocationId,
            item.DefaultReceiptStatusId, [.. conversions.OrderBy(c => c.FromUomCode, StringComparer.Ordinal)], item.UpdatedAt);
    }
}
