using Atlas.Support;

namespace Atlas.Production.Tests;

[Collection(OneSystem.Name)]
public sealed class DemoTests(ProductionSystem system)
{
    [Fact]
    public async Task The_demo_has_documents_once_its_items_are_known()
    {
        using var demo = system.Atlas.Client(RunningAtlas.DemoKey);
        (await demo.GetAsync("/v1/items")).ShouldBe(200); // Catalog makes them when they are asked for first.

        await Eventually.BecomesTrue("the demo has its documents", async () => (await demo.GetAsync("/v1/production/work-orders")).ShouldBe(200).Json.At("count").GetInt32() > 0);

        var order = (await demo.GetAsync("/v1/production/work-orders")).ShouldBe(200).Json.At("data[0]");
        (order.TextAt("status"), order.TextAt("itemNo")).ShouldBe(("draft", "SUM-TEE-FOR"));
        (await demo.GetAsync($"/v1/production/boms/{order.TextAt("bomId")}/explosion?qty=100")).ShouldBe(200).Json.At("data.summary").EnumerateArray()
            .Select(need => need.TextAt("itemNo")).ShouldContain("FAB-JER-FOR");
    }
}
