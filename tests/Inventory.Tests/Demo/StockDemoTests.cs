using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Demo;

[Collection(OneSystem.Name)]
public sealed class StockDemoTests(InventorySystem system)
{
    [Fact]
    public async Task The_demo_has_stock_once_its_items_are_known_and_each_of_its_lists_shows_something()
    {
        using var demo = system.Atlas.Client(RunningAtlas.DemoKey);
        (await demo.GetAsync("/v1/facilities")).ShouldBe(200).Json.At("data").EnumerateArray().Select(f => f.TextAt("code")).ShouldBe(["DEMO-WH", "DEMO-STORE"], ignoreOrder: true);

        // Catalog tells of them, and tells of one again.
        await system.PublishItemsAsync("demo", [Item("TBL-PEN-01"), Item("SUM-TEE-FOR"), Item("TBL-NOTE-08", lots: "tracked"), Item("COF-BEAN-ETH", lots: "tracked", expiry: "tracked", decimals: 3)]);
        await Eventually.BecomesTrue("the demo has its documents", async () => (await demo.GetAsync("/v1/inventory/transfers")).ShouldBe(200).Json.At("count").GetInt32() > 0);

        foreach (var list in (string[])["balances", "availability", "transactions", "transfers", "count-sessions", "policies", "replenishment-suggestions"])
            (await demo.GetAsync($"/v1/inventory/{list}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBeGreaterThan(0, list);
        var transactions = (await demo.GetAsync("/v1/inventory/transactions?limit=200")).ShouldBe(200).Json.At("data").EnumerateArray().ToList();
        transactions.Select(t => (t.TextAt("type"), t.TextAt("sourceId"))).ShouldBe(
            [("opening", "TBL-PEN-01"), ("opening", "SUM-TEE-FOR"), ("opening", "TBL-NOTE-08"), ("opening", "COF-BEAN-ETH")], ignoreOrder: true);
        (await demo.GetAsync("/v1/inventory/balances")).Json.At("data").EnumerateArray().Sum(b => b.At("value").GetDecimal()).ShouldBeGreaterThan(0);
        (await demo.GetAsync("/v1/lots")).ShouldBe(200).Json.At("data").EnumerateArray().Select(l => l.TextAt("lotNo")).ShouldBe(["NB-2026-01", "ETH-07", "ETH-06"], ignoreOrder: true);
        (await system.CountAsync("select count(*) from transfers where tenant_id = 'demo'")).ShouldBe(1);
    }

    static JsonObject Item(string itemNo, string lots = "none", string expiry = "none", int decimals = 0)
    {
        var item = TestTenant.Item(Guid.CreateVersion7(), 1, lots: lots, expiry: expiry, decimals: decimals);
        item["itemNo"] = itemNo;
        return item;
    }
}
