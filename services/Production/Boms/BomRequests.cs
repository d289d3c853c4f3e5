using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

/// <summary>What is used of one item.</summary>
/// <param name="Id">On a change: the component that this was before; a new one when absent.</param>
/// <param name="Qty">In the unit <paramref name="UomId"/>, for the whole output.</param>
/// <param name="UomId">Id or code of a unit that the item has a conversion for; its base unit when absent.</param>
/// <param name="ScrapPct">How much more is used than what goes in; 0 when absent.</param>
/// <param name="IsPhantom">It is never made by itself: its own components take its place.</param>
/// <param name="IssueMethod"><c>backflush</c>, when nothing is said, or <c>manual</c>.</param>
/// <param name="LocationId">Where it is taken from; anywhere in the facility when absent.</param>
public sealed record BomComponentRequest(
    Guid? Id, Guid ItemId, decimal Qty, string? UomId, decimal? ScrapPct, bool IsPhantom, string IssueMethod, Guid? LocationId, int? OperationSeq, string? Notes)
{
    const int MaxComponents = 1_000;
    const int MaxScrapPct = 1_000;
    const int MaxSeq = 100_000;

    internal static IReadOnlyList<BomComponentRequest> List(Fields fields)
    {
        var components = fields.List("components", 0, MaxComponents, Read);
        if (components.Where(component => component.Id is not null).GroupBy(component => component.Id).Any(same => same.Count() > 1))
            fields.Refuse("components", "invalid_value", "must name each component once");
        return components;
    }

    static BomComponentRequest Read(Fields fields) => new(
        fields.OptionalId("id"), fields.Id("itemId"), fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64),
        fields.OptionalDecimal("scrapPct", 0, MaxScrapPct), fields.Boolean("isPhantom", missing: false),
        fields.Choice("issueMethod", BomComponent.IssueMethods, BomComponent.Backflush), fields.OptionalId("locationId"),
        (int?)fields.OptionalInteger("operationSeq", 0, MaxSeq), fields.OptionalText("notes", 1_000));
}

/// <summary>What comes into being besides.</summary>
/// <param name="Qty">In the unit <paramref name="UomId"/>, for the whole output.</param>
/// <param name="CostSharePct">How many per cent of all costs it bears; 0 when absent. Together at most 100.</param>
public sealed record ByProductRequest(Guid ItemId, decimal Qty, string? UomId, decimal CostSharePct)
{
    const int MaxByProducts = 100;

    internal static IReadOnlyList<ByProductRequest> List(Fields fields)
    {
        var byProducts = fields.List("byProducts", 0, MaxByProducts, Read, required: false);
        if (byProducts.Sum(product => product.CostSharePct) > 100)
            fields.Refuse("byProducts", "out_of_range", "must not bear more than 100 per cent of the costs together");
        if (byProducts.DistinctBy(product => product.ItemId).Count() < byProducts.Count) fields.Refuse("byProducts", "invalid_value", "must name each item once");
        return byProducts;
    }

    static ByProductRequest Read(Fields fields) => new(
        fields.Id("itemId"), fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64), fields.OptionalDecimal("costSharePct", 0, 100) ?? 0);
}
