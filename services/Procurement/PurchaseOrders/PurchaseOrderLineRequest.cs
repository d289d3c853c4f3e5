using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>What to order of one item.</summary>
/// <param name="Id">On a change: the line that this was before; a new one when absent.</param>
/// <param name="Qty">In the unit <paramref name="UomId"/>.</param>
/// <param name="UomId">Id or code of a unit that the item has a conversion for; its base unit when absent.</param>
/// <param name="UnitPrice">Price of one unit; when absent, that of the supplier's price list.</param>
/// <param name="DiscountPct">Percent off the price.</param>
/// <param name="TaxRate">Percent on top.</param>
/// <param name="LocationId">Where it is put when it comes and the receipt names no other place.</param>
/// <param name="OverReceiptTolerancePct">When absent: the item's, else the supplier's, else the tenant's.</param>
public sealed record PurchaseOrderLineRequest(
    Guid? Id, Guid ItemId, string? Description, decimal Qty, string? UomId, decimal? UnitPrice, decimal? DiscountPct, decimal? TaxRate,
    DateOnly? ExpectedDate, Guid? LocationId, decimal? OverReceiptTolerancePct)
{
    internal const int MaxLines = 1_000;

    internal static IReadOnlyList<PurchaseOrderLineRequest> List(Fields fields)
    {
        var lines = fields.List("lines", 0, MaxLines, Read);
        if (lines.Where(line => line.Id is not null).GroupBy(line => line.Id).Any(same => same.Count() > 1))
            fields.Refuse("lines", "invalid_value", "must name each line once");
        return lines;
    }

    static PurchaseOrderLineRequest Read(Fields fields) => new(
        fields.OptionalId("id"), fields.Id("itemId"), fields.OptionalText("description", 1_000), fields.OptionalQty("qty", required: true) ?? 0,
        fields.OptionalText("uomId", 64), fields.OptionalMoney("unitPrice"), fields.OptionalPercent("discountPct"), fields.OptionalPercent("taxRate"),
        fields.OptionalDate("expectedDate"), fields.OptionalId("locationId"), fields.OptionalPercent("overReceiptTolerancePct"));
}
