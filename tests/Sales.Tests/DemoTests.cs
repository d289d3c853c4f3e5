using Atlas.Support;

namespace Atlas.Sales.Tests;

[Collection(OneSystem.Name)]
public sealed class DemoTests(SalesSystem system)
{
    [Fact]
    public async Task The_demo_has_documents_once_its_items_are_known()
    {
        using var demo = system.Atlas.Client(RunningAtlas.DemoKey);
        (await demo.GetAsync("/v1/items")).ShouldBe(200); // Catalog makes them when they are asked for first.

        await Eventually.BecomesTrue("the demo has its documents", async () => (await demo.GetAsync("/v1/sales/orders")).ShouldBe(200).Json.At("count").GetInt32() > 0);

        (await demo.GetAsync("/v1/sales/orders")).ShouldBe(200).Json.At("data").EnumerateArray().Select(o => (o.TextAt("orderNo"), o.TextAt("status")))
            .ShouldBe([("SO-000001", "open"), ("SO-000002", "draft")], ignoreOrder: true);
    }
}
