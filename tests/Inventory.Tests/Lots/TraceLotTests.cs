using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Lots;

[Collection(OneSystem.Name)]
public sealed class TraceLotTests(InventorySystem system)
{
    [Fact]
    public async Task A_lot_is_traced_from_its_shipment_to_the_receipts_of_its_components_and_back()
    {
        using var tenant = await system.TenantAsync();
        var (flour, bread) = (await tenant.ItemAsync(lots: "tracked"), await tenant.ItemAsync(kind: "manufactured", lots: "tracked"));
        var issued = await ReceiveAsync(tenant, flour, "F-1", 10);
        var backflushed = await ReceiveAsync(tenant, flour, "F-2", 10);
        var returned = await ReceiveAsync(tenant, flour, "F-3", 10);
        await ProduceAsync(tenant, 1, [Used(tenant, flour, issued, 4), Used(tenant, flour, returned, 3)], []);
        await ProduceAsync(tenant, 2, [], [new { lineId = "1", itemId = flour, locationId = tenant.A, qty = 3, lotId = returned, serialNos = Array.Empty<string>(), unitCost = 1 }], isReturn: true);
        var wrong = await ProduceAsync(tenant, 3, [Used(tenant, flour, backflushed, 1)], [Made(tenant, bread, "B-0")]);
        await system.OutcomeAsync(tenant.Name, "ReverseProduction", new { workOrderId = "WO-1", actionNo = 4, transactionId = wrong.TextAt("transactionId"), actor = "line 1" }, "ProductionReversed");
        var made = await ProduceAsync(tenant, 5, [Used(tenant, flour, backflushed, 2)], [Made(tenant, bread, "B-1")]);
        var loaf = made.At("lines").EnumerateArray().Single(line => line.At("qty").GetDecimal() > 0).At("lotId").GetGuid();
        await system.OutcomeAsync(tenant.Name, "PostShipment", new
        {
            shipmentId = "S-1", shipmentNo = "S-1", demandType = "sales_order", demandId = "SO-1", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = bread, facilityId = tenant.Facility, qty = 2, lotId = loaf, serialNos = Array.Empty<string>() } },
        }, "ShipmentPosted");

        var up = await TraceAsync(tenant, loaf, "up");
        var down = await TraceAsync(tenant, backflushed, "down");

        LotsOf(up).ShouldBe([loaf, issued, backflushed], ignoreOrder: true);
        up.At("links").EnumerateArray().Select(link => (link.At("fromLotId").GetGuid(), link.At("toLotId").GetGuid(), link.TextAt("workOrderId"))).ShouldBe(
            [(issued, loaf, "WO-1"), (backflushed, loaf, "WO-1")], ignoreOrder: true);
        up.At("ends").EnumerateArray().Select(end => (end.TextAt("type"), end.TextAt("sourceNo"), end.At("qty").GetDecimal())).ShouldBe([("receipt", "R-F-1", 10m), ("receipt", "R-F-2", 10m)]);
        LotsOf(down).ShouldBe([backflushed, loaf]);
        down.At("lots[1].onHandQty").GetDecimal().ShouldBe(3);
        down.At("ends").EnumerateArray().Select(end => (end.TextAt("type"), end.TextAt("sourceNo"), end.At("qty").GetDecimal())).ShouldBe([("shipment", "S-1", -2m)]);
        LotsOf(await TraceAsync(tenant, returned, "down")).ShouldBe([returned]); // It went back unused.
        up.At("isTruncated").GetBoolean().ShouldBeFalse();
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Rework_in_a_circle_ends_and_what_is_cut_off_says_so()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked");
        var (first, second) = (await ReceiveAsync(tenant, item, "A", 10), await ReceiveAsync(tenant, item, "B", 10));
        await ProduceAsync(tenant, 1, [Used(tenant, item, first, 2)], [Made(tenant, item, "B", 1)], "WO-1");
        await ProduceAsync(tenant, 1, [Used(tenant, item, second, 2)], [Made(tenant, item, "A", 1)], "WO-2");

        var trace = await TraceAsync(tenant, first, "down");

        LotsOf(trace).ShouldBe([first, second]);
        trace.At("links").GetArrayLength().ShouldBe(2);
        var third = (await ProduceAsync(tenant, 1, [Used(tenant, item, second, 1)], [Made(tenant, item, "C", 1)], "WO-3"))
            .At("lines").EnumerateArray().Single(line => line.At("qty").GetDecimal() > 0).At("lotId").GetGuid();
        (await TraceAsync(tenant, first, "down&levels=1")).At("isTruncated").GetBoolean().ShouldBeTrue();
        LotsOf(await TraceAsync(tenant, first, "down")).ShouldBe([first, second, third]);
    }

    [Fact]
    public async Task Without_a_key_a_scope_or_a_lot_of_one_s_own_nothing_is_told()
    {
        using var tenant = await system.TenantAsync();
        using var other = await system.TenantAsync();
        using var stranger = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(tenant.Name, ["catalog:read"]));
        using var nobody = system.Atlas.Client(key: null);
        var lot = await ReceiveAsync(tenant, await tenant.ItemAsync(lots: "tracked"), "L", 1);

        (await nobody.GetAsync($"/v1/lots/{lot}/trace")).ShouldBe(401);
        (await stranger.GetAsync($"/v1/lots/{lot}/trace")).ShouldBeError(403, "insufficient_scope");
        (await other.Client.GetAsync($"/v1/lots/{lot}/trace")).ShouldBeError(404, "resource_not_found");
        (await tenant.Client.GetAsync($"/v1/lots/{lot}/trace?levels=0")).ShouldBeError(400, "invalid_parameter");
        (await tenant.Client.GetAsync($"/v1/lots/{lot}/trace")).ShouldBe(200);
    }

    async Task<Guid> ReceiveAsync(TestTenant tenant, Guid item, string lotNo, decimal qty)
    {
        (await system.OutcomeAsync(tenant.Name, "PostReceipt", new
        {
            receiptId = lotNo, receiptNo = $"R-{lotNo}", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = item, locationId = tenant.A, qty, lotNo, serialNos = Array.Empty<string>(), unitCost = 1 } },
        }, "ReceiptPosted")).At("isAccepted").GetBoolean().ShouldBeTrue();
        return (await tenant.Client.GetAsync($"/v1/lots?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray().Single(l => l.TextAt("lotNo") == lotNo).At("id").GetGuid();
    }

    async Task<JsonElement> ProduceAsync(TestTenant tenant, int actionNo, object[] components, object[] outputs, string order = "WO-1", bool isReturn = false)
    {
        var posted = await system.OutcomeAsync(tenant.Name, "PostProduction", new
        {
            workOrderId = order, workOrderNo = order, actionNo, actor = "line 1", components, outputs, isReturn, earlierMaterialCost = isReturn ? 3 : 0,
        }, "ProductionPosted");
        posted.At("isAccepted").GetBoolean().ShouldBeTrue($"{posted}");
        return posted;
    }

    static object Used(TestTenant tenant, Guid item, Guid lotId, decimal qty) =>
        new { lineId = $"{lotId}", itemId = item, facilityId = tenant.Facility, qty, lotId, serialNos = Array.Empty<string>() };

    static object Made(TestTenant tenant, Guid item, string lotNo, decimal qty = 5) =>
        new { lineId = "out", itemId = item, locationId = tenant.B, qty, lotNo, serialNos = Array.Empty<string>() };

    static async Task<JsonElement> TraceAsync(TestTenant tenant, Guid lot, string direction) =>
        (await tenant.Client.GetAsync($"/v1/lots/{lot}/trace?direction={direction}")).ShouldBe(200).Json.At("data");

    static IEnumerable<Guid> LotsOf(JsonElement trace) => trace.At("lots").EnumerateArray().Select(lot => lot.At("lotId").GetGuid());
}
