using System.Text.Json;
using Atlas.Support;

namespace Atlas.Production.Tests.WorkOrders;

[Collection(OneSystem.Name)]
public sealed class WorkOrderTests(ProductionSystem system)
{
    [Fact]
    public async Task A_draft_finds_its_bill_of_materials_is_changed_and_listed()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync());
        var body = new { itemId = item, qty = 2, uomId = "box", facilityId = maker.Facility, demandType = "sales_order", demandId = "SO-1", priority = 5 };

        (await maker.Client.PostAsync(Maker.Orders, body)).ShouldBeError(409, "bom_not_active");
        var bom = await maker.ActiveBomAsync(item, (part, 3));
        var answer = (await maker.Client.PostAsync(Maker.Orders, body)).ShouldBe(201);
        var draft = answer.Json.At("data");
        var changed = (await maker.Client.PatchAsync($"{Maker.Orders}/{draft.TextAt("id")}", new { qty = 3, demandId = (string?)null, consumptionPolicy = "warning" }))
            .ShouldBe(200).Json.At("data");

        answer.Header("Location").ShouldBe($"{Maker.Orders}/{draft.TextAt("id")}");
        draft.ShouldHaveShape("""
            {"id":"uuid","workOrderNo":"string","itemId":"uuid","bomId":"uuid","qty":"number","uomId":"uuid","facilityId":"uuid","outputLocationId":"uuid?",
             "sourceLocationId":"uuid?","plannedStart":"timestamp?","plannedEnd":"timestamp?","priority":"integer","consumptionPolicy":"string","overCompletionPct":"number",
             "demandType":"string?","demandId":"string?","batchId":"string?","status":"string","completedQty":"number","scrappedQty":"number","remainingQty":"number",
             "requirements":[],"shortages":[],"outputs":[],"materialCost":"number","operationCost":"number","unitCost":"number?","releasedAt":"timestamp?",
             "startedAt":"timestamp?","completedAt":"timestamp?","cancelledAt":"timestamp?","allowedActions":[],"version":"integer"}
            """);
        (draft.TextAt("workOrderNo"), draft.TextAt("bomId"), draft.TextAt("status")).ShouldBe(("WO-000001", bom.TextAt("id"), "draft"));
        (changed.At("qty").GetDecimal(), changed.TextAt("uomCode"), changed.At("remainingQty").GetDecimal()).ShouldBe((3m, "box", 3m));
        changed.At("demandId").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var (filter, count) in new[] { ("", 1), ($"?itemId={item}&status=draft", 1), ("?status=released", 0), ("?demandId=SO-1", 0), ("?q=wo-000001", 1) })
            (await maker.Client.GetAsync($"{Maker.Orders}{filter}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(count, filter);
        await maker.HaveAsync(part, 108);
        await maker.DoneAsync(changed, "release");
        (await maker.Client.PatchAsync($"{Maker.Orders}/{draft.TextAt("id")}", new { qty = 4 })).ShouldBeError(409, "not_editable");
        (await maker.Client.PostAsync($"{Maker.Boms}/{bom.TextAt("id")}/archive")).ShouldBeError(409, "bom_in_use");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        using var maker = await system.MakerAsync();
        var item = await maker.ItemAsync();
        await maker.ActiveBomAsync(item, (await maker.ItemAsync(), 1));
        var order = (await maker.Client.PostAsync(Maker.Orders, new { itemId = item, qty = 1, facilityId = maker.Facility })).ShouldBe(201).Json.At("data");

        Fields(await maker.Client.PostAsync(Maker.Orders, new { qty = 0, facilityId = "here", consumptionPolicy = "loose", overCompletionPct = -1, priority = "high" }))
            .ShouldBe(["itemId", "qty", "facilityId", "consumptionPolicy", "overCompletionPct", "priority"], ignoreOrder: true);
        Fields(await maker.Client.PostAsync(Maker.Orders, new
        {
            itemId = item, qty = 0.5, facilityId = maker.Facility, batchId = "batch-none", plannedStart = "2031-02-01T00:00:00Z", plannedEnd = "2031-01-01T00:00:00Z",
        })).ShouldBe(["qty", "batchId", "plannedEnd"], ignoreOrder: true);
        Fields(await maker.Client.PostAsync(Maker.Orders, new { itemId = item, qty = 1, facilityId = maker.Facility, bomId = Guid.NewGuid() })).ShouldBe(["bomId"]);
        (await maker.ActAsync(order, "complete", new { qty = -1 })).ShouldBeError(400, "validation_failed");
        await maker.DoneAsync(order, "release");
        Fields(await maker.ActAsync(order, "complete", new { qty = 0.5, consumption = new[] { new { componentItemId = item, qty = 1 } } }))
            .ShouldBe(["qty", "consumption[0].componentItemId"], ignoreOrder: true);
        Fields(await maker.ActAsync(order, "complete", new { qty = 1, serialNos = new[] { "S1" }, lotNo = "L" })).ShouldBe(["lotNo", "serialNos", "locationId"], ignoreOrder: true);
        Fields(await maker.ActAsync(order, "issue", new { lines = new[] { new { componentItemId = item, qty = 1 } } })).ShouldBe(["lines[0].componentItemId"]);

        static IEnumerable<string?> Fields(Answer refused) => refused.ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field"));
    }

    [Fact]
    public async Task What_is_short_is_listed_and_filled_when_stock_comes()
    {
        using var maker = await system.MakerAsync();
        var (item, part, nut) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 2), (nut, 1));
        await maker.HaveAsync(part, 5);
        await maker.HaveAsync(nut, 10);
        var order = await maker.OrderAsync(item, 10);

        (await maker.ActAsync(order, "release", new { requireFullReservation = true })).ShouldBeError(409, "insufficient_stock");
        var refused = await maker.ReadAsync(order);
        var free = await maker.FreeAsync(nut);
        var released = await maker.DoneAsync(order, "release");
        var again = await maker.DoneAsync(order, "release");
        (await maker.ActAsync(order, "complete")).ShouldBeError(409, "insufficient_stock");
        (await maker.OnHandAsync(item)).ShouldBe(0);
        (await maker.OnHandAsync(nut)).ShouldBe(10);
        await maker.HaveAsync(part, 15);

        (refused.TextAt("status"), refused.TextAt("error.code"), refused.At("requirements").GetArrayLength()).ShouldBe(("draft", "insufficient_stock", 0));
        free.ShouldBe(10);
        released.TextAt("status").ShouldBe("released");
        again.At("requirements").GetArrayLength().ShouldBe(2);
        var need = Maker.Need(released, part);
        (need.At("requiredQty").GetDecimal(), need.At("reservedQty").GetDecimal(), need.At("shortageQty").GetDecimal()).ShouldBe((20, 5, 15));
        released.At("shortages").EnumerateArray().Select(s => (s.At("itemId").GetGuid(), s.At("shortageQty").GetDecimal())).ShouldBe([(part, 15m)]);
        await Eventually.Becomes("the order knows that its shortage is filled", () => maker.ReadAsync(order),
            now => now.At("shortages").GetArrayLength() == 0 && Maker.Need(now, part).At("reservedQty").GetDecimal() == 20);
        (await maker.DoneAsync(order, "complete")).TextAt("status").ShouldBe("completed");
        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_nobody_waits_for_stays_short()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        await maker.HaveAsync(part, 4);

        var order = await maker.DoneAsync(await maker.OrderAsync(item, 10), "release", new { waitForStock = false });
        await maker.HaveAsync(part, 6);
        var done = await maker.DoneAsync(order, "complete"); // What it does not hold it takes from what is free.

        (Maker.Need(order, part).At("reservedQty").GetDecimal(), Maker.Need(order, part).At("shortageQty").GetDecimal()).ShouldBe((4, 6));
        Maker.Need(done, part).At("consumedQty").GetDecimal().ShouldBe(10);
        (await maker.OnHandAsync(part)).ShouldBe(0);
    }

    [Fact]
    public async Task Three_levels_are_made_in_parts_and_the_lot_can_be_traced_both_ways()
    {
        using var maker = await system.MakerAsync();
        var (table, leg, bar) = (await maker.ItemAsync("manufactured", lots: "tracked"), await maker.ItemAsync("manufactured", lots: "tracked"), await maker.ItemAsync(lots: "tracked"));
        var screw = await maker.ItemAsync();
        await maker.ActiveBomAsync(leg, (bar, 3), (screw, 1));
        await maker.ActiveBomAsync(table, (leg, 4), (screw, 8));
        await maker.HaveAsync(bar, 30, 2m, "BAR-1");
        await maker.HaveAsync(bar, 30, 3m, "BAR-2");
        await maker.HaveAsync(screw, 1_000, 0.1m);

        var legs = await maker.ReleasedAsync(leg, 16);
        legs = await maker.DoneAsync(legs, "complete", new { qty = 8, lotNo = "LEG-1" });
        legs.TextAt("status").ShouldBe("in_progress");
        legs = await maker.DoneAsync(legs, "complete", new { lotNo = "LEG-2", operationCost = 4 });
        var tables = await maker.DoneAsync(await maker.ReleasedAsync(table, 2), "complete", new { lotNo = "TABLE-1" });

        legs.TextAt("status").ShouldBe("completed");
        // 24 bars at 2, then 6 at 2 and 18 at 3; 16 screws, and 4 for the work.
        (legs.At("materialCost").GetDecimal(), legs.At("operationCost").GetDecimal(), legs.At("outputCost").GetDecimal()).ShouldBe((115.6m, 4m, 119.6m));
        legs.At("unitCost").GetDecimal().ShouldBe(7.475m);
        legs.At("outputs").EnumerateArray().Select(o => (o.TextAt("lotNo"), o.At("qty").GetDecimal(), o.At("cost").GetDecimal())).ShouldBe([("LEG-1", 8m, 48.8m), ("LEG-2", 8m, 70.8m)]);
        tables.At("outputCost").GetDecimal().ShouldBe(48.8m + 1.6m); // All of the first legs, by their age.
        (await maker.OnHandAsync(table)).ShouldBe(2);
        (await maker.OnHandAsync(leg)).ShouldBe(8);
        (await maker.OnHandAsync(bar)).ShouldBe(12);
        (await maker.OnHandAsync(screw)).ShouldBe(1_000 - 16 - 16);
        await maker.BooksAreSoundAsync();

        var lot = tables.TextAt("outputs[0].lotId");
        var up = await TraceAsync(lot!, "up");
        Lots(up).ShouldBe([(0, "TABLE-1"), (1, "LEG-1"), (1, null), (2, "BAR-1")], ignoreOrder: true); // Screws have no lots.
        Lots(await TraceAsync(legs.TextAt("outputs[1].lotId")!, "up")).ShouldBe([(0, "LEG-2"), (1, "BAR-1"), (1, "BAR-2"), (1, null)], ignoreOrder: true);
        var bars = up.At("lots").EnumerateArray().Single(l => l.TextAt("lotNo") == "BAR-1").TextAt("lotId");
        var down = await TraceAsync(bars!, "down");
        Lots(down).ShouldBe([(0, "BAR-1"), (1, "LEG-1"), (1, "LEG-2"), (2, "TABLE-1")], ignoreOrder: true);
        up.At("ends").EnumerateArray().Select(end => end.TextAt("type")).Distinct().ShouldBe(["adjustment"]);
        (await maker.Client.GetAsync($"/v1/lots/{lot}/trace?direction=sideways")).ShouldBeError(400, "invalid_parameter");

        async Task<JsonElement> TraceAsync(string id, string direction) => (await maker.Client.GetAsync($"/v1/lots/{id}/trace?direction={direction}")).ShouldBe(200).Json.At("data");
        static IEnumerable<(int, string?)> Lots(JsonElement trace) => trace.At("lots").EnumerateArray().Select(l => (l.At("level").GetInt32(), l.TextAt("lotNo")));
    }

    [Fact]
    public async Task In_however_many_parts_an_order_is_completed_the_ledger_has_the_same_sums()
    {
        using var maker = await system.MakerAsync();
        var (item, third, seventh) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync(), await maker.ItemAsync(uom: "kg"));
        await maker.ActivateAsync(await maker.BomAsync(new
        {
            itemId = item, outputQty = 7, components = new object[] { new { itemId = third, qty = 3, scrapPct = 10 }, new { itemId = seventh, qty = 1 } },
        }));
        await maker.HaveAsync(third, 1_000, 0.37m);
        await maker.HaveAsync(seventh, 1_000, 1.11m);

        var whole = await maker.DoneAsync(await maker.ReleasedAsync(item, 20), "complete");
        var parts = await maker.ReleasedAsync(item, 20);
        foreach (var qty in new[] { 1, 6, 1, 3, 2, 7 }) parts = await maker.DoneAsync(parts, "complete", new { qty });

        parts.TextAt("status").ShouldBe("completed");
        foreach (var need in new[] { third, seventh })
            Maker.Need(parts, need).At("consumedQty").GetDecimal().ShouldBe(Maker.Need(whole, need).At("consumedQty").GetDecimal());
        Maker.Need(parts, third).At("consumedQty").GetDecimal().ShouldBe(10); // 60/7 and a tenth more are 9.43.
        Maker.Need(parts, seventh).At("consumedQty").GetDecimal().ShouldBe(2.857143m);
        parts.At("materialCost").GetDecimal().ShouldBe(whole.At("materialCost").GetDecimal());
        parts.At("outputCost").GetDecimal().ShouldBe(whole.At("outputCost").GetDecimal());
        (await SumsAsync(parts)).ShouldBe(await SumsAsync(whole), ignoreOrder: true);
        Maker.Need(parts, third).At("reservedQty").GetDecimal().ShouldBe(0);
        await maker.BooksAreSoundAsync();

        async Task<IEnumerable<(Guid, decimal)>> SumsAsync(JsonElement order)
        {
            var sums = new Dictionary<Guid, decimal>();
            foreach (var posted in await maker.PostedAsync(order))
                foreach (var line in (await maker.Client.GetAsync($"/v1/inventory/transactions/{posted.TextAt("id")}")).ShouldBe(200).Json.At("data.lines").EnumerateArray())
                    if (line.TextAt("locationType") == "internal") sums[line.At("itemId").GetGuid()] = sums.GetValueOrDefault(line.At("itemId").GetGuid()) + line.At("qty").GetDecimal();
            return sums.Select(sum => (sum.Key, sum.Value));
        }
    }

    [Fact]
    public async Task More_than_ordered_is_made_only_within_the_tolerance()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        await maker.HaveAsync(part, 100);
        var order = await maker.ReleasedAsync(item, 10, overPct: 20);

        (await maker.ActAsync(order, "complete", new { qty = 13 })).ShouldBeError(409, "over_completion").Json.At("details[0].meta.attempted").GetDecimal().ShouldBe(13);
        await maker.DoneAsync(order, "complete", new { qty = 9, scrapQty = 0 });
        (await maker.ActAsync(order, "complete", new { qty = 2, scrapQty = 2 })).ShouldBeError(409, "over_completion");
        var done = await maker.DoneAsync(order, "complete", new { qty = 2, scrapQty = 1 });

        (done.TextAt("status"), done.At("completedQty").GetDecimal(), done.At("scrappedQty").GetDecimal()).ShouldBe(("completed", 11, 1));
        var need = Maker.Need(done, part);
        (need.At("consumedQty").GetDecimal(), need.At("scrappedQty").GetDecimal()).ShouldBe((12, 1));
        (done.At("outputCost").GetDecimal(), done.At("scrapCost").GetDecimal()).ShouldBe((11, 1));
        (await maker.OnHandAsync(item)).ShouldBe(11);
        (await maker.FreeAsync(part)).ShouldBe(88);
        await maker.BooksAreSoundAsync();
    }

    [Theory]
    [InlineData("strict", 20, true)]
    [InlineData("strict", 22, true)]
    [InlineData("strict", 19, false)]
    [InlineData("strict", 23, false)]
    [InlineData("warning", 30, true)]
    [InlineData("flexible", 0, true)]
    public async Task How_much_may_be_used_is_a_matter_of_policy(string policy, int used, bool isAllowed)
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActivateAsync(await maker.BomAsync(new { itemId = item, components = new[] { new { itemId = part, qty = 2, scrapPct = 10 } } }));
        await maker.HaveAsync(part, 100);
        var order = await maker.ReleasedAsync(item, 10, policy);

        var answer = await maker.ActAsync(order, "complete", new { consumption = new[] { new { componentItemId = part, qty = used } } });

        if (!isAllowed)
        {
            answer.ShouldBeError(409, "consumption_variance").Json.At("details[0].meta.planned").GetDecimal().ShouldBe(22);
            (await maker.OnHandAsync(part)).ShouldBe(100);
            return;
        }

        var done = answer.ShouldBe(200).Json.At("data");
        done.At("outputs[0].warnings").GetArrayLength().ShouldBe(policy == "warning" ? 1 : 0);
        (Maker.Need(done, part).At("consumedQty").GetDecimal(), Maker.Need(done, part).At("varianceQty").GetDecimal()).ShouldBe((used, used - 22));
        (await maker.OnHandAsync(part)).ShouldBe(100 - used);
        await Eventually.BecomesTrue("what was not used is free", async () => await maker.FreeAsync(part) == 100 - used);
        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_was_issued_is_used_first_its_cost_goes_into_the_output_and_what_is_left_goes_back()
    {
        using var maker = await system.MakerAsync();
        var (item, part, glue) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync(lots: "tracked"), await maker.ItemAsync());
        await maker.ActivateAsync(await maker.BomAsync(new
        {
            itemId = item, components = new object[] { new { itemId = part, qty = 2 }, new { itemId = glue, qty = 1, issueMethod = "manual" } },
        }));
        await maker.HaveAsync(part, 100, 3m, "P-1");
        await maker.HaveAsync(glue, 100, 0.5m);
        var order = await maker.ReleasedAsync(item, 10);

        (await maker.ActAsync(order, "complete", new { qty = 4 })).ShouldBeError(409, "consumption_variance"); // Glue is used by hand.
        (await maker.ActAsync(order, "issue", new { lines = new[] { new { componentItemId = part, qty = 21 } } })).ShouldBeError(409, "over_issue");
        var issued = await maker.DoneAsync(order, "issue", new { lines = new object[] { new { componentItemId = glue, qty = 10 }, new { componentItemId = part, qty = 11 } } });
        var half = await maker.DoneAsync(order, "complete", new { qty = 4 });
        var done = await maker.DoneAsync(order, "complete", new { qty = 1, final = true });

        issued.TextAt("status").ShouldBe("in_progress");
        (issued.At("materialCost").GetDecimal(), issued.At("wipCost").GetDecimal(), issued.At("unitCost").ValueKind).ShouldBe((38m, 38m, JsonValueKind.Null));
        (Maker.Need(issued, part).At("issuedQty").GetDecimal(), Maker.Need(issued, part).At("wipQty").GetDecimal(), Maker.Need(issued, part).At("reservedQty").GetDecimal()).ShouldBe((11, 11, 9));
        (half.At("outputCost").GetDecimal(), half.At("wipCost").GetDecimal()).ShouldBe((26m, 12m));
        (done.TextAt("status"), done.At("wipCost").GetDecimal(), done.At("unitCost").GetDecimal()).ShouldBe(("completed", 0, 6.5m));
        (done.At("materialCost").GetDecimal(), done.At("outputCost").GetDecimal()).ShouldBe((32.5m, 32.5m));
        (await maker.OnHandAsync(part)).ShouldBe(90);
        (await maker.OnHandAsync(glue)).ShouldBe(95);
        await Eventually.BecomesTrue("nothing is held any more", async () => await maker.FreeAsync(part) == 90 && await maker.FreeAsync(glue) == 95);
        await maker.BooksAreSoundAsync();
    }

    [Theory]
    [InlineData("cancel", null)]
    [InlineData("close", "return")]
    [InlineData("close", "scrap")]
    public async Task An_order_that_ends_gives_everything_back(string action, string? wip)
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync(lots: "tracked", serials: "tracked"));
        var nut = await maker.ItemAsync();
        await maker.ActiveBomAsync(item, (part, 1), (nut, 2));
        (await maker.Client.PostAsync("/v1/inventory/adjustments", new
        {
            itemId = part, locationId = maker.Store, qtyDelta = 3, reason = "test", unitCost = 2, lotNo = "L", serialNos = new[] { "S1", "S2", "S3" },
        })).ShouldBe(201);
        await maker.HaveAsync(nut, 10, 0.25m);
        var order = await maker.ReleasedAsync(item, 3);
        await maker.DoneAsync(order, "issue", new { lines = new object[] { new { componentItemId = part, qty = 2 }, new { componentItemId = nut, qty = 3 } } });
        (await maker.FreeAsync(nut)).ShouldBe(4);

        var ended = await maker.DoneAsync(order, action, new { reason = "Nobody wants it", wip });
        var again = await maker.DoneAsync(order, action);

        ended.TextAt("status").ShouldBe(action == "cancel" ? "cancelled" : "closed");
        again.At("version").GetInt64().ShouldBe(ended.At("version").GetInt64());
        ended.At("wipCost").GetDecimal().ShouldBe(0);
        var isScrapped = wip == "scrap";
        (ended.At("materialCost").GetDecimal(), ended.At("scrapCost").GetDecimal()).ShouldBe(isScrapped ? (4.75m, 4.75m) : (0m, 0m));
        (await maker.OnHandAsync(part)).ShouldBe(isScrapped ? 1 : 3);
        (await maker.FreeAsync(part)).ShouldBe(isScrapped ? 1 : 3);
        (await maker.FreeAsync(nut)).ShouldBe(isScrapped ? 7 : 10);
        foreach (var need in ended.At("requirements").EnumerateArray())
            (need.At("reservedQty").GetDecimal(), need.At("wipQty").GetDecimal(), need.At("shortageQty").GetDecimal()).ShouldBe((0, 0, 0));
        (await maker.Client.GetAsync($"/v1/inventory/reservations?demandId={order.TextAt("id")}&status=open,allocated,partially_allocated,partially_fulfilled"))
            .ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Output_that_was_not_is_taken_back_and_can_be_made_again()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync("manufactured", lots: "tracked"), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 2));
        await maker.HaveAsync(part, 20, 1.5m);
        var order = await maker.ReleasedAsync(item, 10);
        await maker.DoneAsync(order, "issue", new { lines = new[] { new { componentItemId = part, qty = 4 } } });
        order = await maker.DoneAsync(order, "complete", new { lotNo = "L1" });
        var (output, transaction) = (order.TextAt("outputs[0].id"), order.TextAt("outputs[0].transactionId"));

        (await maker.Client.PostAsync($"/v1/inventory/transactions/{transaction}/reverse", new { })).ShouldBeError(409, "not_reversible");
        (await maker.ActAsync(order, $"outputs/{Guid.NewGuid()}/reverse")).ShouldBeError(404, "resource_not_found");
        var reversed = await maker.DoneAsync(order, $"outputs/{output}/reverse", new { reason = "Counted twice" });
        var again = await maker.DoneAsync(order, $"outputs/{output}/reverse");

        (reversed.TextAt("status"), reversed.At("completedQty").GetDecimal(), reversed.TextAt("outputs[0].status")).ShouldBe(("in_progress", 0, "reversed"));
        again.At("version").GetInt64().ShouldBe(reversed.At("version").GetInt64());
        (reversed.At("wipCost").GetDecimal(), reversed.At("materialCost").GetDecimal(), reversed.At("outputCost").GetDecimal()).ShouldBe((6m, 6m, 0m));
        (await maker.OnHandAsync(item)).ShouldBe(0);
        (await maker.OnHandAsync(part)).ShouldBe(16);
        Maker.Need(reversed, part).At("shortageQty").GetDecimal().ShouldBe(16); // Nothing is held any more.
        (await maker.Client.GetAsync($"/v1/lots/{order.TextAt("outputs[0].lotId")}/trace?direction=up")).ShouldBe(200).Json.At("data.lots").GetArrayLength().ShouldBe(1);
        var made = await maker.DoneAsync(order, "complete", new { lotNo = "L2" });
        (made.TextAt("status"), made.At("outputCost").GetDecimal(), made.At("outputs").GetArrayLength()).ShouldBe(("completed", 30m, 2));
        (await maker.OnHandAsync(part)).ShouldBe(0);
        await maker.BooksAreSoundAsync();

        // What is gone cannot be taken back.
        (await maker.Client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = maker.Finished, qtyDelta = -1, reason = "gift", lotNo = "L2" })).ShouldBe(201);
        (await maker.ActAsync(made, $"outputs/{made.TextAt("outputs[1].id")}/reverse")).ShouldBeError(409, "insufficient_stock");
        (await maker.ReadAsync(made)).TextAt("outputs[1].status").ShouldBe("posted");
    }

    [Fact]
    public async Task By_products_come_with_their_share_of_the_costs_and_phantoms_are_looked_through()
    {
        using var maker = await system.MakerAsync();
        var (item, kit, part, scrap) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync(kind: "phantom"), await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(kit, (part, 3));
        await maker.ActivateAsync(await maker.BomAsync(new
        {
            itemId = item, outputQty = 2, components = new object[] { new { itemId = kit, qty = 2 }, new { itemId = part, qty = 4 } },
            byProducts = new[] { new { itemId = scrap, qty = 1, costSharePct = 10 } },
        }));
        await maker.HaveAsync(part, 100, 2m);

        var order = await maker.ReleasedAsync(item, 6);
        foreach (var qty in new[] { 3, 3 }) order = await maker.DoneAsync(order, "complete", new { qty });

        order.At("requirements").GetArrayLength().ShouldBe(1);
        Maker.Need(order, part).At("consumedQty").GetDecimal().ShouldBe(30);
        (order.At("outputCost").GetDecimal(), order.At("byProductCost").GetDecimal(), order.At("unitCost").GetDecimal()).ShouldBe((54m, 6m, 9m));
        (await maker.OnHandAsync(item)).ShouldBe(6);
        (await maker.OnHandAsync(scrap)).ShouldBe(3);
        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task The_same_key_completes_once_and_a_dry_run_not_at_all()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        await maker.HaveAsync(part, 10);
        var order = await maker.ReleasedAsync(item, 10);

        (await maker.Client.PostAsync($"{Maker.Orders}/{order.TextAt("id")}/complete?dryRun=true", new { qty = 3 })).Header("Atlas-Dry-Run").ShouldBe("true");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => maker.ActAsync(order, "complete", new { qty = 3 }, ("Idempotency-Key", "shift-1"))));
        var replay = (await maker.ActAsync(order, "complete", new { qty = 3 }, ("Idempotency-Key", "shift-1"))).ShouldBe(200);

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(1);
        replay.Header("Idempotent-Replayed").ShouldBe("true");
        (await maker.ReadAsync(order)).At("completedQty").GetDecimal().ShouldBe(3);
        (await maker.OnHandAsync(item)).ShouldBe(3);
    }

    [Fact]
    public async Task Of_many_completions_at_once_no_more_than_ordered_is_made()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        await maker.HaveAsync(part, 100);
        var order = await maker.ReleasedAsync(item, 10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => maker.ActAsync(order, "complete", new { qty = 3 })));

        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            refused.ShouldBe(409).Json.TextAt("code").ShouldBeOneOf("action_pending", "over_completion");
        var made = answers.Count(answer => answer.Status == HttpStatusCode.OK) * 3;
        made.ShouldBeInRange(3, 9);
        (await maker.ReadAsync(order)).At("completedQty").GetDecimal().ShouldBe(made);
        (await maker.OnHandAsync(item)).ShouldBe(made);
        (await maker.OnHandAsync(part)).ShouldBe(100 - made);
        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_batch_names_the_work_orders_behind_it()
    {
        var batch = await system.BatchAsync();
        var facility = (await system.Acme.PostAsync("/v1/facilities", new { code = system.Unique("P"), name = "Plant", type = "plant", timeZone = "Europe/Berlin" }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        using var maker = new Maker(system, "acme", system.Atlas.Client(), facility, facility, facility);
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        var body = new { itemId = item, qty = 1, facilityId = facility, batchId = batch };

        var first = (await maker.Client.PostAsync(Maker.Orders, body)).ShouldBe(201).Json.At("data");
        var second = (await maker.Client.PostAsync(Maker.Orders, body)).ShouldBe(201).Json.At("data");
        await maker.DoneAsync(first, "cancel");

        (await maker.Client.GetAsync($"/api/v1/batches/{batch}")).ShouldBe(200).Json.At("data.work_order_ids").EnumerateArray().Select(id => id.GetString()).ShouldBe([second.TextAt("id")]);
        (await maker.Client.GetAsync($"{Maker.Orders}?batchId={batch}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(2);
    }
}
