using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class NoteStockOfItemTests(CatalogSystem system)
{
    [Fact]
    public async Task Once_there_was_stock_how_it_is_counted_cannot_change()
    {
        var tenant = CatalogSystem.NewTenant();
        using var client = await system.TenantAsync(tenant);
        var item = await client.CreateAsync(Samples.FullItem("STOCK"));
        var untouched = await client.CreateAsync(Samples.Item("NO-STOCK"));
        var messageId = Guid.CreateVersion7();

        await system.GiveStockAsync(item.At("id").GetGuid(), tenant, messageId);
        await system.GiveStockAsync(item.At("id").GetGuid(), tenant, messageId);
        await system.GiveStockAsync(item.At("id").GetGuid(), tenant);
        await system.GiveStockAsync(Guid.NewGuid(), tenant); // Of an item that nobody knows.

        var noted = await Eventually.Becomes("the item has a history", async () => (await client.GetAsync(Samples.PathOf(item))).Json.At("data"),
            seen => seen.At("hasStockHistory").GetBoolean());
        noted.At("version").GetInt64().ShouldBe(2);
        foreach (var (field, value) in new[]
        {
            ("baseUomId", "pcs"), ("lotTracking", "none"), ("serialTracking", "tracked"), ("expiryTracking", "none"), ("costingMethod", "fifo"),
            ("currency", "USD"),
        })
        {
            var change = new Dictionary<string, object?> { [field] = value };
            if (field == "lotTracking") change["expiryTracking"] = "none";
            (await client.PatchAsync(Samples.PathOf(item), change)).ShouldBeError(409, "has_stock_history", field);
        }

        (await client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(noted.GetRawText());
        (await client.PatchAsync(Samples.PathOf(item), new { name = "Renamed", lotTracking = "tracked", isActive = false })).ShouldBe(200);
        (await client.PatchAsync(Samples.PathOf(untouched), new { lotTracking = "tracked", baseUomId = "pcs" })).ShouldBe(200);
        (await client.GetAsync($"{Samples.Items}?hasStockHistory=true")).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_said_of_one_tenants_item_does_not_touch_anothers()
    {
        var tenant = CatalogSystem.NewTenant();
        using var client = await system.TenantAsync(tenant);
        var item = await client.CreateAsync(Samples.Item("MINE"));
        var marker = await client.CreateAsync(Samples.Item("MARKER"));

        await system.GiveStockAsync(item.At("id").GetGuid(), "somebody-else");
        await system.GiveStockAsync(marker.At("id").GetGuid(), tenant);

        await Eventually.BecomesTrue("the marker is noted", async () => (await client.GetAsync(Samples.PathOf(marker))).Json.At("data.hasStockHistory").GetBoolean());
        (await client.GetAsync(Samples.PathOf(item))).Json.At("data.hasStockHistory").GetBoolean().ShouldBeFalse();
    }
}
