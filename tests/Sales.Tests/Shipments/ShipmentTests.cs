using System.Text.Json;
using Atlas.Support;

namespace Atlas.Sales.Tests.Shipments;

[Collection(OneSystem.Name)]
public sealed class ShipmentTests(SalesSystem system)
{
    [Fact]
    public async Task An_order_leaves_in_parts_and_never_more_than_was_ordered()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync();
        (await seller.Client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = seller.A, qtyDelta = 100, reason = "test", effectiveAt = "2026-02-01T00:00:00Z" })).ShouldBe(201);
        var order = await seller.OrderAsync(item, 10, "open");

        var part = (await seller.ShipAsync(order, 4)).ShouldBe(200).Json.At("data");
        var refused = await seller.ShipAsync(order, 7);
        var rest = (await seller.ActAsync(order, "ship", new { shippedAt = "2026-03-01T08:00:00Z" })).ShouldBe(200).Json.At("data");
        var done = await seller.ShipAsync(order, 1);

        part.States().ShouldBe(("partially_shipped", "full", "partial"));
        part.Line().ShouldBe((10, 6, 0, 4, 0));
        refused.ShouldBeError(409, "over_shipment").Json.At("details[0].meta.attemptedBaseQty").GetDecimal().ShouldBe(7);
        rest.States().ShouldBe(("shipped", "none", "fulfilled"));
        rest.At("shipments").EnumerateArray().Select(s => (s.TextAt("shipmentNo"), s.At("lines[0].qty").GetDecimal())).ShouldBe([("SO-000001-S1", 4), ("SO-000001-S2", 6)]);
        rest.TextAt("lastShipmentId").ShouldBe(rest.TextAt("shipments[1].id"));
        (await seller.Client.GetAsync($"/v1/inventory/transactions/{rest.TextAt("shipments[1].transactionId")}")).ShouldBe(200).Json.At("data.effectiveAt").GetDateTimeOffset()
            .ShouldBe(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));
        done.ShouldBeInvalidTransition("shipped", "ship", "close", "return");
        (await seller.OnHandAsync(item)).ShouldBe(90);
        (await seller.FreeAsync(item)).ShouldBe(90);
        (await seller.PostedAsync(item)).ShouldBe(2);
        await seller.BooksAreSoundAsync();
    }

    [Theory]
    [InlineData("partial_backorder", 1)]
    [InlineData("none", 0)]
    public async Task Of_many_shipments_at_once_only_what_was_ordered_leaves(string reservation, decimal left)
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(100);
        var order = await seller.OrderAsync(item, 10);
        (await seller.ActAsync(order, "open", new { reservation })).ShouldBe(200);

        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => seller.ShipAsync(order, 3)));

        // 202: taken, and settled a little later.
        answers.Count(answer => answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted).ShouldBe(3);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(12);
        var settled = await Eventually.Becomes("all shipments are settled", () => seller.ReadAsync(order), o => o.At("lines[0].pendingQty").GetDecimal() == 0);
        settled.Line().ShouldBe((10, left, 0, 9, 0));
        (await seller.OnHandAsync(item)).ShouldBe(91);
        (await seller.PostedAsync(item)).ShouldBe(3);
        (await seller.ActAsync(order, "ship")).ShouldBe(200).Json.At("data").Line().ShouldBe((10, 0, 0, 10, 0));
        (await seller.FreeAsync(item)).ShouldBe(90);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_Inventory_refuses_leaves_nothing_behind()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync(lots: "tracked", expiry: "tracked");
        await seller.HaveAsync(item, 5, seller.A, "OLD", "2020-01-01");
        await seller.HaveAsync(item, 2, seller.A, "GOOD", "2041-01-01");
        var order = await seller.OrderAsync(item, 5, "open");
        var old = (await seller.Client.GetAsync($"/v1/lots?itemId={item}&lotNo=OLD")).ShouldBe(200).Json.TextAt("data[0].id");

        (await seller.ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty = 1, lotId = old } } })).ShouldBeError(409, "lot_expired");
        (await seller.ShipAsync(order, 3)).ShouldBeError(409, "insufficient_stock");
        (await seller.ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty = 1, locationId = seller.B } } })).ShouldBeError(409, "insufficient_stock");
        (await seller.ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty = 1, locationId = Guid.NewGuid() } } })).ShouldBeError(409, "invalid_reference");

        var read = await seller.ReadAsync(order);
        read.States().ShouldBe(("open", "partial", "unfulfilled"));
        (read.Line(), read.At("lines[0].pendingQty").GetDecimal(), read.At("shipments").GetArrayLength()).ShouldBe(((5, 2, 3, 0, 0), 0, 0));
        read.At("lastShipmentId").ValueKind.ShouldBe(JsonValueKind.Null);
        (await seller.Client.GetAsync(Seller.Shipments)).Json.At("count").GetInt32().ShouldBe(0);
        (await seller.PostedAsync(item)).ShouldBe(0);
        // Without lines, what is reserved leaves.
        (await seller.ActAsync(order, "ship")).ShouldBe(200).Json.At("data").Line().ShouldBe((5, 0, 3, 2, 0));
        (await seller.ActAsync(order, "ship")).ShouldBeError(409, "insufficient_stock");
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_leaves_is_what_was_named_by_lot_place_and_serial_number()
    {
        using var seller = await system.SellerAsync();
        var (lots, serials) = (await seller.ItemAsync(lots: "tracked"), await seller.ItemAsync(serials: "tracked"));
        await seller.HaveAsync(lots, 5, seller.A, "L1");
        await seller.HaveAsync(lots, 5, seller.B, "L2");
        await seller.HaveAsync(serials, 3, seller.A, null, null, "S1", "S2", "S3");
        var l2 = (await seller.Client.GetAsync($"/v1/lots?itemId={lots}&lotNo=L2")).ShouldBe(200).Json.TextAt("data[0].id");
        var order = await seller.OrderAsync(new { itemId = lots, qty = 6 }, new { itemId = serials, qty = 2 });
        (await seller.ActAsync(order, "open")).ShouldBe(200);

        var shipment = (await seller.ActAsync(order, "ship", new
        {
            lines = new object[]
            {
                new { lineId = order.TextAt("lines[0].id"), qty = 4, lotId = l2, locationId = seller.B }, new { lineNo = 1, qty = 1, locationId = seller.A },
                new { lineNo = 2, qty = 2, serialNos = new[] { "S3", "S1" } },
            },
        })).ShouldBe(200).Json.At("data.shipments[0]");

        shipment.At("lines").EnumerateArray().Select(l => (l.TextAt("lotNo"), l.At("locationId").GetGuid(), l.At("qty").GetDecimal(), string.Join(',', l.At("serialNos").EnumerateArray().Order(Comparer<JsonElement>.Create((a, b) => string.CompareOrdinal(a.GetString(), b.GetString()))))))
            .ShouldBe([("L2", seller.B, 4, ""), ("L1", seller.A, 1, ""), (null, seller.A, 2, "S1,S3")]);
        (await seller.OnHandAsync(lots, $"&locationId={seller.B}")).ShouldBe(1);
        (await seller.Client.GetAsync($"/v1/inventory/balances?itemId={serials}")).Json.TextAt("data[0].serialNo").ShouldBe("S2");
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Units_of_the_shipment_and_the_order_may_differ()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(30);
        var order = await seller.OrderAsync(new { itemId = item, qty = 2, uomId = "box" });
        var opened = (await seller.ActAsync(order, "open")).ShouldBe(200).Json.At("data");

        var shipped = (await seller.ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty = 23, uomId = "each" } } })).ShouldBe(200).Json.At("data");
        (await seller.ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty = 2, uomId = "each" } } })).ShouldBeError(409, "over_shipment");

        opened.Line().ShouldBe((2, 2, 0, 0, 0));
        shipped.Line().ShouldBe((2, 0.083333m, 0, 1.916667m, 0));
        shipped.At("lines[0].shippedBaseQty").GetDecimal().ShouldBe(23);
        (shipped.At("shipments[0].lines[0].qty").GetDecimal(), shipped.TextAt("shipments[0].lines[0].uomCode")).ShouldBe((23, "each"));
        (await seller.ActAsync(order, "ship")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("shipped");
        (await seller.OnHandAsync(item)).ShouldBe(6);
    }

    [Fact]
    public async Task A_wrong_line_is_named_and_nothing_leaves()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 10, "open");

        foreach (var (line, field) in new[]
        {
            ("""{"lineNo":2,"qty":1}""", "lines[0].lineNo"),
            ("""{"lineId":"00000000-0000-0000-0000-000000000001","qty":1}""", "lines[0].lineId"),
            ("""{"qty":1}""", "lines[0].lineId"),
            ("""{"lineNo":1}""", "lines[0].qty"),
            ("""{"lineNo":1,"qty":0}""", "lines[0].qty"),
            ("""{"lineNo":1,"qty":0.5}""", "lines[0].qty"),
            ("""{"lineNo":1,"qty":1,"uomId":"parsec"}""", "lines[0].uomId"),
            ("""{"lineNo":1,"qty":1,"serialNos":["S1"]}""", "lines[0].serialNos"),
            ("""{"lineNo":1,"qty":1,"lotId":"00000000-0000-0000-0000-000000000001"}""", "lines[0].lotId"),
        })
            (await seller.ActAsync(order, "ship", $$"""{"lines":[{{line}}]}""")).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray()
                .Select(detail => detail.TextAt("field")).ShouldContain(field, line);
        (await seller.ActAsync(order, "ship", """{"lines":[]}""")).ShouldBeError(400, "validation_failed");

        (await seller.ReadAsync(order)).GetRawText().ShouldBe(order.GetRawText());
        (await seller.OnHandAsync(item)).ShouldBe(10);
    }

    [Fact]
    public async Task A_repeated_key_ships_once()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 10, "open");

        var first = (await seller.ShipAsync(order, 4, ("Idempotency-Key", "s1"))).ShouldBe(200);
        var second = (await seller.ShipAsync(order, 4, ("Idempotency-Key", "s1"))).ShouldBe(200);

        second.Text.ShouldBe(first.Text);
        (await seller.OnHandAsync(item)).ShouldBe(6);
    }

    [Fact]
    public async Task Shipments_are_listed_and_read_by_themselves()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var (one, two) = (await seller.OrderAsync(item, 5, "open"), await seller.OrderAsync(item, 5, "open"));
        var first = (await seller.ActAsync(one, "ship", new { carrier = "Post", trackingNo = "T-1", trackingUrl = "https://example.com/T-1" })).ShouldBe(200).Json.At("data.shipments[0]");
        var second = (await seller.ShipAsync(two, 2)).ShouldBe(200).Json.At("data.shipments[0]");

        (await seller.Client.GetAsync($"{Seller.Shipments}/{first.TextAt("id")}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(first.GetRawText());
        await ShouldFindAsync("", second, first);
        await ShouldFindAsync($"?salesOrderId={one.TextAt("id")}", first);
        await ShouldFindAsync("?trackingNo=T-1&status=posted", first);
        await ShouldFindAsync($"?itemId={item}&q=S1%20000002", second);
        await ShouldFindAsync("?shippedAt[gte]=2090-01-01T00:00:00Z");
        (await seller.Client.GetAsync($"{Seller.Shipments}?limit=1&offset=1")).ShouldBe(200).Json.TextAt("data[0].id").ShouldBe(first.TextAt("id"));
        (await seller.Client.GetAsync($"{Seller.Shipments}/{Guid.NewGuid()}")).ShouldBeError(404, "resource_not_found");
        (await seller.Client.PostAsync($"/v1/inventory/transactions/{first.TextAt("transactionId")}/reverse")).ShouldBeError(409, "not_reversible");

        async Task ShouldFindAsync(string query, params JsonElement[] shipments) =>
            (await seller.Client.GetAsync(Seller.Shipments + query)).ShouldBe(200).Json.At("data").EnumerateArray().Select(s => s.TextAt("id"))
                .ShouldBe(shipments.Select(s => s.TextAt("id")), query);
    }
}
