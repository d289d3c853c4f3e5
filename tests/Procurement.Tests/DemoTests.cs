using Atlas.Support;

namespace Atlas.Procurement.Tests;

[Collection(OneSystem.Name)]
public sealed class DemoTests(ProcurementSystem system)
{
    [Fact]
    public async Task The_demo_has_documents_once_its_items_are_known()
    {
        using var demo = system.Atlas.Client(RunningAtlas.DemoKey);
        (await demo.GetAsync("/v1/items")).ShouldBe(200); // Catalog makes them when they are asked for first.

        await Eventually.BecomesTrue("the demo has its documents", async () => (await demo.GetAsync("/v1/procurement/purchase-orders")).ShouldBe(200).Json.At("count").GetInt32() > 0);

        (await demo.GetAsync("/v1/procurement/purchase-orders")).ShouldBe(200).Json.At("data").EnumerateArray().Select(o => (o.TextAt("poNo"), o.TextAt("status")))
            .ShouldBe([("PO-000001", "sent"), ("PO-000002", "pending_approval")], ignoreOrder: true);
    }
}
