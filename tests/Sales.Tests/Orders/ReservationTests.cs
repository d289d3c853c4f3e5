using System.Text.Json;
using Atlas.Support;

namespace Atlas.Sales.Tests.Orders;

/// <summary>What opening, amending and ending an order does to stock.</summary>
[Collection(OneSystem.Name)]
public sealed class ReservationTests(SalesSystem system)
{
    [Fact]
    public async Task An_order_waits_for_stock_gets_it_when_it_comes_leaves_by_expiry_and_closes()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync(lots: "tracked", expiry: "tracked");
        await seller.HaveAsync(item, 4, seller.A, "LATE", "2041-12-31");

        var opened = await seller.OrderAsync(item, 10, "open");

        opened.States().ShouldBe(("open", "partial", "unfulfilled"));
        opened.Line().ShouldBe((10, 4, 6, 0, 0));
        opened.TextAt("reservationPolicy").ShouldBe("partial_backorder");
        opened.TextAt("lines[0].reservationId").ShouldNotBeNull();
        await seller.HaveAsync(item, 8, seller.B, "SOON", "2040-12-31");
        var filled = await Eventually.Becomes("the backorder is filled", () => seller.ReadAsync(opened), o => o.At("lines[0].backorderedQty").GetDecimal() == 0);
        filled.States().ShouldBe(("open", "full", "unfulfilled"));
        filled.Line().ShouldBe((10, 10, 0, 0, 0));
        (await seller.FreeAsync(item)).ShouldBe(2);

        var shipped = (await seller.ActAsync(opened, "ship", new { carrier = "Post", trackingNo = "T-1" })).ShouldBe(200).Json.At("data");

        shipped.States().ShouldBe(("shipped", "none", "fulfilled"));
        shipped.Line().ShouldBe((10, 0, 0, 10, 0));
        var shipment = shipped.At("shipments[0]");
        (shipment.TextAt("id"), shipment.TextAt("status"), shipment.TextAt("shipmentNo"), shipment.TextAt("trackingNo"))
            .ShouldBe((shipped.TextAt("lastShipmentId"), "posted", "SO-000001-S1", "T-1"));
        shipment.At("lines").EnumerateArray().Select(l => (l.TextAt("lotNo"), l.At("locationId").GetGuid(), l.At("qty").GetDecimal(), l.TextAt("orderLineId")))
            .ShouldBe([("SOON", seller.B, 8, opened.TextAt("lines[0].id")), ("LATE", seller.A, 2, opened.TextAt("lines[0].id"))]);
        var posted = (await seller.Client.GetAsync($"/v1/inventory/transactions/{shipment.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
        (posted.TextAt("type"), posted.TextAt("sourceNo")).ShouldBe(("shipment", "SO-000001-S1"));
        (await seller.ActAsync(opened, "close")).ShouldBe(200).Json.At("data").States().ShouldBe(("closed", "none", "fulfilled"));
        (await seller.OnHandAsync(item)).ShouldBe(2);
        (await seller.FreeAsync(item)).ShouldBe(2);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task All_or_nothing_holds_nothing_when_one_line_is_short_and_says_which()
    {
        using var seller = await system.SellerAsync();
        var (plenty, scarce) = (await seller.StockedItemAsync(10), await seller.StockedItemAsync(1));
        var order = await seller.OrderAsync(new { itemId = plenty, qty = 4 }, new { itemId = scarce, qty = 2 });

        var refused = (await seller.ActAsync(order, "open", new { reservation = "all_or_nothing" })).ShouldBeError(409, "insufficient_stock");

        var detail = refused.Json.At("details").EnumerateArray().ShouldHaveSingleItem();
        (detail.TextAt("field"), detail.At("meta.itemId").GetGuid(), detail.At("meta.requested").GetDecimal(), detail.At("meta.available").GetDecimal())
            .ShouldBe(("lines[1].qty", scarce, 2, 1));
        var read = await seller.ReadAsync(order);
        read.States().ShouldBe(("draft", "none", "unfulfilled"));
        (read.At("pendingAction").ValueKind, read.At("refusal").ValueKind, read.At("reservationPolicy").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null));
        (await seller.FreeAsync(plenty)).ShouldBe(10);
        (await seller.FreeAsync(scarce)).ShouldBe(1);
        (await seller.Client.GetAsync($"/v1/inventory/reservations?status=all&demandId={order.TextAt("id")}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        await seller.HaveAsync(scarce, 1);
        (await seller.ActAsync(order, "open", new { reservation = "all_or_nothing" })).ShouldBe(200).Json.At("data").States().ShouldBe(("open", "full", "unfulfilled"));
    }

    [Fact]
    public async Task Two_lines_of_one_item_share_what_there_is()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(5);
        var order = await seller.OrderAsync(new { itemId = item, qty = 3 }, new { itemId = item, qty = 3 });

        var opened = (await seller.ActAsync(order, "open")).ShouldBe(200).Json.At("data");

        (opened.Line(0), opened.Line(1)).ShouldBe(((3, 3, 0, 0, 0), (3, 2, 1, 0, 0)));
        opened.TextAt("reservationStatus").ShouldBe("partial");
        (await seller.FreeAsync(item)).ShouldBe(0);
    }

    [Fact]
    public async Task An_order_without_reservations_holds_nothing_and_ships_what_is_free()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(5);
        var order = await seller.OrderAsync(item, 6);

        var opened = (await seller.ActAsync(order, "open", new { reservation = "none" })).ShouldBe(200).Json.At("data");
        var free = await seller.FreeAsync(item);
        (await seller.ActAsync(order, "ship")).ShouldBeError(409, "insufficient_stock");
        var shipped = (await seller.ShipAsync(order, 5)).ShouldBe(200).Json.At("data");

        (opened.States(), free).ShouldBe((("open", "none", "unfulfilled"), 5));
        shipped.States().ShouldBe(("partially_shipped", "none", "partial"));
        shipped.Line().ShouldBe((6, 0, 0, 5, 0));
        (await seller.ActAsync(order, "close")).ShouldBe(200).Json.At("data").Line().ShouldBe((6, 0, 0, 5, 1));
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Cancelling_gives_back_exactly_what_was_held()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var before = await seller.FreeAsync(item);
        var order = await seller.OrderAsync(item, 12, "open");
        var held = await seller.FreeAsync(item);

        var cancelled = (await seller.ActAsync(order, "cancel", new { reason = "Not paid." })).ShouldBe(200).Json.At("data");
        var again = (await seller.ActAsync(order, "cancel")).ShouldBe(200).Json.At("data");

        cancelled.States().ShouldBe(("cancelled", "none", "unfulfilled"));
        cancelled.Line().ShouldBe((12, 0, 0, 0, 12));
        (cancelled.TextAt("cancelReason"), cancelled.At("allowedActions").GetArrayLength()).ShouldBe(("Not paid.", 0));
        again.GetRawText().ShouldBe(cancelled.GetRawText());
        (before, held, await seller.FreeAsync(item)).ShouldBe((10, 0, 10));
        // What waited waits no more.
        await seller.HaveAsync(item, 5);
        (await seller.FreeAsync(item)).ShouldBe(15);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Closing_short_gives_back_what_has_not_left()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 8, "open");
        (await seller.ShipAsync(order, 3)).ShouldBe(200);
        (await seller.ActAsync(order, "cancel")).ShouldBeError(409, "already_shipped");

        var closed = (await seller.ActAsync(order, "close", new { reason = "Enough." })).ShouldBe(200).Json.At("data");

        closed.States().ShouldBe(("closed", "none", "partial"));
        closed.Line().ShouldBe((8, 0, 0, 3, 5));
        closed.TextAt("closeReason").ShouldBe("Enough.");
        (await seller.FreeAsync(item)).ShouldBe(7);
        (await seller.OnHandAsync(item)).ShouldBe(7);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Another_ship_date_moves_when_its_stock_is_needed_and_nothing_else()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(3);
        var order = (await seller.Client.PostAsync(Seller.Orders, new
        {
            currency = "EUR", facilityId = seller.Facility, requestedShipDate = "2031-05-01", lines = new[] { new { itemId = item, qty = 5, unitPrice = 1 } },
        })).ShouldBe(201).Json.At("data");
        var opened = (await seller.ActAsync(order, "open")).ShouldBe(200).Json.At("data");

        var amended = (await seller.ActAsync(order, "amend", new
        {
            requestedShipDate = "2031-06-01", lines = new[] { new { id = order.TextAt("lines[0].id"), itemId = item, qty = 5, unitPrice = 1 } },
        })).ShouldBe(200).Json.At("data");

        amended.TextAt("requestedShipDate").ShouldBe("2031-06-01");
        amended.Line().ShouldBe(opened.Line());
        amended.TextAt("lines[0].reservationId").ShouldBe(opened.TextAt("lines[0].reservationId"));
        (await seller.Client.GetAsync($"/v1/inventory/reservations/{opened.TextAt("lines[0].reservationId")}")).ShouldBe(200).Json.At("data.needBy").GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2031, 6, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_amendment_reserves_the_difference_in_one_decision_or_changes_nothing()
    {
        using var seller = await system.SellerAsync();
        var (item, other) = (await seller.StockedItemAsync(10), await seller.StockedItemAsync(2));
        var order = await seller.OrderAsync(new { itemId = item, qty = 4, unitPrice = 1 }, new { itemId = item, qty = 5, unitPrice = 1 });
        order = (await seller.ActAsync(order, "open", new { reservation = "all_or_nothing" })).ShouldBe(200).Json.At("data");
        var (first, second) = (order.TextAt("lines[0].id"), order.TextAt("lines[1].id"));

        var refused = await AmendAsync(new { id = first, itemId = item, qty = 9, unitPrice = 1 }, new { itemId = other, qty = 3, unitPrice = 1 });
        var unchanged = await seller.ReadAsync(order);
        var amended = (await AmendAsync(new { id = first, itemId = item, qty = 9, unitPrice = 1 }, new { itemId = other, qty = 2, unitPrice = 1 })).ShouldBe(200).Json.At("data");

        refused.ShouldBeError(409, "insufficient_stock").Json.At("details[0].meta.itemId").GetGuid().ShouldBe(other);
        (unchanged.Line(0), unchanged.Line(1), unchanged.TextAt("lines[1].id")).ShouldBe(((4, 4, 0, 0, 0), (5, 5, 0, 0, 0), second));
        (amended.Line(0), amended.Line(1), amended.TextAt("lines[0].id")).ShouldBe(((9, 9, 0, 0, 0), (2, 2, 0, 0, 0), first));
        (amended.TextAt("lines[0].reservationId"), amended.At("total").GetDecimal()).ShouldBe((order.TextAt("lines[0].reservationId"), 11));
        (await seller.FreeAsync(item)).ShouldBe(1);
        (await seller.FreeAsync(other)).ShouldBe(0);
        (await AmendAsync()).ShouldBeError(409, "no_lines");
        (await seller.ActAsync(order, "ship")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("shipped");
        (await AmendAsync(new { id = first, itemId = item, qty = 1 })).ShouldBeInvalidTransition("shipped", "amend", "close", "return");
        await seller.BooksAreSoundAsync();

        Task<Answer> AmendAsync(params object[] lines) => seller.ActAsync(order, "amend", new { reason = "They called.", lines });
    }

    [Fact]
    public async Task Of_ten_that_open_an_order_at_once_all_see_it_open_and_it_is_reserved_once()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(100);
        var order = await seller.OrderAsync(item, 4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => seller.ActAsync(order, "open")));

        // 202: taken, and settled a little later.
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Accepted);
        var opened = await Eventually.Becomes("the order is open", () => seller.ReadAsync(order), o => o.TextAt("status") == "open");
        opened.Line().ShouldBe((4, 4, 0, 0, 0));
        (await seller.FreeAsync(item)).ShouldBe(96);
    }

    [Fact]
    public async Task Of_many_orders_at_once_none_is_promised_what_another_has()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var orders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => seller.OrderAsync(item, 3)));

        await Task.WhenAll(orders.Select(order => seller.ActAsync(order, "open")));

        var opened = await Eventually.Becomes("all are open", () => Task.WhenAll(orders.Select(seller.ReadAsync)), all => all.All(o => o.TextAt("status") == "open"));
        opened.Sum(o => o.Line().Reserved).ShouldBe(10);
        opened.ShouldAllBe(o => o.Line().Reserved + o.Line().Backordered == 3);
        (await seller.FreeAsync(item)).ShouldBe(0);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_done_to_a_reservation_by_hand_shows_in_the_order()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 6, "open");
        var reservation = $"/v1/inventory/reservations/{order.TextAt("lines[0].reservationId")}";

        (await seller.Client.PostAsync($"{reservation}/allocate", new { qty = 4 })).ShouldBe(200);
        await Eventually.BecomesTrue("the order knows what is allocated", async () => (await seller.ReadAsync(order)).At("lines[0].allocatedQty").GetDecimal() == 4);
        (await seller.Client.PostAsync($"{reservation}/release", new { qty = 2 })).ShouldBe(200);
        var released = await Eventually.Becomes("the order knows what is released", () => seller.ReadAsync(order), o => o.Line().Reserved == 4);

        released.TextAt("reservationStatus").ShouldBe("partial");
        // The rest is taken from what nobody holds.
        (await seller.ShipAsync(order, 6)).ShouldBe(200).Json.At("data").States().ShouldBe(("shipped", "none", "fulfilled"));
        (await seller.FreeAsync(item)).ShouldBe(4);
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Orders_wait_for_an_Inventory_that_does_not_answer_and_settle_when_it_does()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var (scarce, whole, draft, other) = (await seller.OrderAsync(item, 100), await seller.OrderAsync(item, 4, "open"), await seller.OrderAsync(item, 6), await seller.OrderAsync(item, 50));
        (await seller.ActAsync(other, "open", new { reservation = "none" })).ShouldBe(200);
        Answer[] answers;
        using (system.Atlas.HoldStill("inventory"))
        {
            answers = await Task.WhenAll(
                seller.ActAsync(scarce, "open", new { reservation = "all_or_nothing" }), seller.ShipAsync(whole, 3), seller.ActAsync(draft, "open"), seller.ShipAsync(other, 50));
            foreach (var answer in answers) answer.ShouldBe(202);
            (await seller.ActAsync(draft, "cancel")).ShouldBeError(409, "action_pending");
            (await seller.ActAsync(whole, "close")).ShouldBeError(409, "shipment_pending");
            (await seller.ShipAsync(whole, 2)).ShouldBeError(409, "over_shipment");
        }

        (answers[0].Json.TextAt("data.status"), answers[0].Json.TextAt("data.pendingAction")).ShouldBe(("draft", "open"));
        (answers[1].Json.TextAt("data.shipments[0].status"), answers[1].Json.At("data.lines[0].pendingQty").GetDecimal()).ShouldBe(("pending", 3));
        await Eventually.BecomesTrue("all is settled", async () => (await seller.ReadAsync(scarce)).At("pendingAction").ValueKind == JsonValueKind.Null
            && (await seller.ReadAsync(whole)).Line().Shipped == 3 && (await seller.ReadAsync(draft)).TextAt("status") == "open"
            && (await seller.ReadAsync(other)).At("lines[0].pendingQty").GetDecimal() == 0);
        // Who was told to wait can read what became of it.
        var refused = await seller.ReadAsync(scarce);
        (refused.TextAt("status"), refused.TextAt("refusal.action"), refused.TextAt("refusal.code")).ShouldBe(("draft", "open", "insufficient_stock"));
        var rejected = await seller.ReadAsync(other);
        (rejected.TextAt("status"), rejected.TextAt("shipments[0].status"), rejected.TextAt("shipments[0].error.code"), rejected.At("lastShipmentId").ValueKind)
            .ShouldBe(("open", "rejected", "insufficient_stock", JsonValueKind.Null));
        (await seller.ReadAsync(draft)).Line().ShouldBe((6, 6, 0, 0, 0));
        (await seller.OnHandAsync(item)).ShouldBe(7);
        (await seller.FreeAsync(item)).ShouldBe(0);
        (await seller.PostedAsync(item)).ShouldBe(1);
        await seller.BooksAreSoundAsync();
    }
}
