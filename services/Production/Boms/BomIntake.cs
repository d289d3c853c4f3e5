using Atlas.Production.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

/// <summary>Writes into a bill of materials what a client sends: finds items and units, and says all that is wrong at once.</summary>
sealed class BomIntake
{
    readonly Dictionary<Guid, Item> items;
    readonly List<ErrorDetail> errors = [];

    BomIntake(Dictionary<Guid, Item> items) => this.items = items;

    /// <param name="itemIds">Every item that is named.</param>
    public static async Task<BomIntake> ForAsync(ProductionDb db, IEnumerable<Guid> itemIds, CancellationToken ct)
    {
        var ids = itemIds.Distinct().ToList();
        return new(await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct));
    }

    public void WriteOutput(Bom bom, Guid itemId, decimal qty, string? uomId)
    {
        if (Find("itemId", itemId, "outputUomId", uomId) is not var (item, uom)) return;
        (bom.ItemId, bom.ItemNo, bom.OutputQty) = (item.Id, item.ItemNo, qty);
        (bom.OutputUomId, bom.OutputUomCode, bom.OutputUomNumerator, bom.OutputUomDenominator) = (uom.Id, uom.Code, uom.Numerator, uom.Denominator);
    }

    /// <summary>The components from now on. Those that are named by id stay the components they are.</summary>
    public void WriteComponents(Bom bom, IReadOnlyList<BomComponentRequest> requests)
    {
        var components = new List<BomComponent>();
        foreach (var (index, request) in requests.Index())
        {
            var path = $"components[{index}].";
            if (Find($"{path}itemId", request.ItemId, $"{path}uomId", request.UomId) is not var (item, uom)) continue;
            var component = request.Id is { } id ? bom.Components.Find(c => c.Id == id) : new BomComponent { Id = Guid.CreateVersion7() };
            if (component is null)
            {
                errors.Add(new($"{path}id", "invalid_reference", "is no component of this version"));
                continue;
            }

            (component.LineNo, component.ItemId, component.ItemNo, component.Qty) = (index + 1, item.Id, item.ItemNo, request.Qty);
            (component.UomId, component.UomCode, component.UomNumerator, component.UomDenominator) = (uom.Id, uom.Code, uom.Numerator, uom.Denominator);
            (component.ScrapPct, component.IsPhantom, component.IssueMethod) = (request.ScrapPct ?? 0, request.IsPhantom || item.IsPhantom, request.IssueMethod);
            (component.LocationId, component.OperationSeq, component.Notes) = (request.LocationId, request.OperationSeq, request.Notes);
            components.Add(component);
        }

        if (errors.Count == 0) bom.Become(components);
    }

    public void WriteByProducts(Bom bom, IReadOnlyList<ByProductRequest> requests)
    {
        var byProducts = new List<ByProduct>();
        foreach (var (index, request) in requests.Index())
        {
            var path = $"byProducts[{index}].";
            if (Find($"{path}itemId", request.ItemId, $"{path}uomId", request.UomId) is not var (item, uom)) continue;
            if (item.HasSerials || item.IsPhantom) errors.Add(new($"{path}itemId", "invalid_value", "cannot come into being besides: it has serial numbers, or is never in stock"));
            if (item.Id == bom.ItemId) errors.Add(new($"{path}itemId", "invalid_value", "must be another item than what is made"));
            byProducts.Add(new ByProduct(item.Id, request.Qty, uom.Id, uom.Code, uom.Numerator, uom.Denominator, request.CostSharePct));
        }

        bom.ByProducts = byProducts;
    }

    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    public void Finish(Bom bom)
    {
        if (bom.EffectiveTo < bom.EffectiveFrom) errors.Add(new("effectiveTo", "out_of_range", "must not be before effectiveFrom"));
        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
    }

    (Item Item, ItemUom Uom)? Find(string itemField, Guid itemId, string uomField, string? uomId)
    {
        if (!items.TryGetValue(itemId, out var item)) errors.Add(new(itemField, "invalid_reference", "is no item"));
        else if (item.IsService) errors.Add(new(itemField, "invalid_value", "is a service, of which there is no stock"));
        else if (item.UomOf(uomId) is { } uom) return (item, uom);
        else errors.Add(new(uomField, "invalid_reference", "is no unit that this item has a conversion for"));
        return null;
    }
}
