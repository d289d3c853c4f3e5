using Atlas.Support;

namespace Atlas.SystemTests;

[Collection(OneSystem.Name)]
public sealed class StockStoryTests(WholeSystem system)
{
    [Fact]
    public async Task An_item_of_the_catalog_gets_stock_is_reserved_and_cannot_be_counted_otherwise_any_more()
    {
        using var client = system.Atlas.Client();
        var item = (await client.PostAsync("/v1/items", new
        {
            itemNo = "TBL-NOTE-08", name = "Notebook A5", itemKind = "purchased", baseUomId = "uom_uuid",
            lotTracking = "none", serialTracking = "none", expiryTracking = "none", isActive = true,
        })).ShouldBe(201).Json.TextAt("data.id");
        var facility = (await client.PostAsync("/v1/facilities", new { code = "WH-1", name = "Warehouse", type = "warehouse", timeZone = "Europe/Zurich" }))
            .ShouldBe(201).Json.TextAt("data.id");
        var location = (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code = "A-01" })).ShouldBe(201).Json.TextAt("data.id");

        // The item's news is on its way to Inventory; until it is there, the item is not known.
        await Eventually.Becomes("stock is taken in", () => client.PostAsync("/v1/inventory/adjustments",
            new { itemId = item, locationId = location, qtyDelta = 100, reason = "Opening" }), answer => answer.Status == HttpStatusCode.Created);
        (await client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = location, statusId = "available", qtyDelta = -5, reason = "Damaged in storage" }))
            .ShouldBe(201);
        (await client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = facility, qty = 90, demandType = "manual", demandId = "desk" })).ShouldBe(201);

        (await client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = facility, qty = 6, demandType = "manual", demandId = "late" }))
            .ShouldBeError(409, "insufficient_stock");
        (await client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data[0].onHandQty").GetDecimal().ShouldBe(95);
        (await client.GetAsync($"/v1/inventory/availability?itemId={item}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(1);
        await Eventually.BecomesTrue("Catalog knows that the item has stock", async () =>
            (await client.GetAsync($"/v1/items/{item}")).Json.At("data.hasStockHistory").GetBoolean());
        (await client.PatchAsync($"/v1/items/{item}", new { lotTracking = "tracked" })).ShouldBeError(409, "has_stock_history");
        (await client.PostAsync("/v1/inventory/integrity-checks")).ShouldBe(200).Json.At("data.isSound").GetBoolean().ShouldBeTrue();
    }
}
