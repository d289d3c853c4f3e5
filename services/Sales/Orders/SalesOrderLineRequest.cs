using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>What to sell of one item.</summary>
/// <param name="Id">On a change: the line that this was before; a new one when absent.</param>
/// <param name="Qty">In the unit <paramref name="UomId"/>.</param>
/// <param name="UomId">Id or code of a unit that the item has a conversion for; its base unit when absent.</param>
/// <param name="UnitPrice">Price of one unit, before discount and tax; 0 when absent.</param>
/// <param name="Discount">Amount off the price of the whole line, in the order's currency.</param>
/// <param name="TaxRate">Percent on top.</param>
/// <param name="FacilityId">Where it is shipped from, when not from where the order says.</param>
/// <param name="LotId">The only lot that will do.</param>
public sealed record SalesOrderLineRequest(
    Guid? Id, Guid ItemId, string? Description, decimal Qty, string? UomId, decimal UnitPrice, decimal Discount, decimal TaxRate, Guid? FacilityId, Guid? LotId)
{
    internal const int MaxLines = 1_000;

    internal static IReadOnlyList<SalesOrderLineRequest> List(Fields fields)
    {
        var lines = fields.List("lines", 0, MaxLines, Read);
        if (lines.Where(line => line.Id is not null).GroupBy(line => line.Id).Any(same => same.Count() > 1))
            fields.Refuse("lines", "invalid_value", "must name each line once");
        return lines;
    }

    static SalesOrderLineRequest Read(Fields fields) => new(
        fields.OptionalId("id"), fields.Id("itemId"), fields.OptionalText("description", 1_000), fields.OptionalQty("qty", required: true) ?? 0,
        fields.OptionalText("uomId", 64), fields.OptionalMoney("unitPrice") ?? 0, fields.OptionalMoney("discount") ?? 0, fields.OptionalPercent("taxRate") ?? 0,
        fields.OptionalId("facilityId"), fields.OptionalId("lotId"));
}
