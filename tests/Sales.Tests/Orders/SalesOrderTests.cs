using System.Text.Json;
using Atlas.Support;

namespace Atlas.Sales.Tests.Orders;

[Collection(OneSystem.Name)]
public sealed class SalesOrderTests(SalesSystem system)
{
    [Fact]
    public async Task Nobody_is_offered_what_they_have_no_scope_for()
    {
        using var seller = await system.SellerAsync();
        var order = await seller.OrderAsync(await seller.StockedItemAsync(3), 2, "open");
        using var shipper = await system.ClientAsync(seller.Tenant, "sales:read", "sales:ship");

        (await OfferedAsync()).ShouldBe("ship");
        (await seller.ActAsync(order, "ship")).ShouldBe(200);
        (await OfferedAsync()).ShouldBe("return");

        async Task<string> OfferedAsync() =>
            string.Join(',', (await shipper.GetAsync($"{Seller.Orders}/{order.TextAt("id")}")).ShouldBe(200).Json.At("data.allowedActions").EnumerateArray());
    }

    [Fact]
    public async Task A_draft_has_its_number_and_its_sums_and_holds_nothing()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(100);

        var answer = (await seller.Client.PostAsync(Seller.Orders, new
        {
            currency = "EUR", facilityId = seller.Facility, customer = new { name = "Ada", email = "ada@example.com" }, customerReference = "PO 7", channel = "web",
            requestedShipDate = "2031-02-01", shipTo = new { line1 = "Main St 1", city = "Bern", country = "ch" },
            lines = new object[]
            {
                new { itemId = item, qty = 3, uomId = "box", unitPrice = 9.99, discount = 2.999, taxRate = 19 },
                new { itemId = item, qty = 5, unitPrice = 0.333 },
            },
        })).ShouldBe(201);
        var order = answer.Json.At("data");

        answer.Header("Location").ShouldBe($"{Seller.Orders}/{order.TextAt("id")}");
        answer.Header("ETag").ShouldBe("\"v1\"");
        order.TextAt("orderNo").ShouldBe("SO-000001");
        order.States().ShouldBe(("draft", "none", "unfulfilled"));
        order.At("lines[0].lineTotal").GetDecimal().ShouldBe(26.97m); // 29.97 less 3.00.
        order.At("lines[1].lineTotal").GetDecimal().ShouldBe(1.67m); // 1.665, halves away from zero.
        order.At("subtotal").GetDecimal().ShouldBe(31.64m);
        order.At("discountTotal").GetDecimal().ShouldBe(3.00m);
        order.At("taxTotal").GetDecimal().ShouldBe(5.12m); // 19 % of 26.97 is 5.1243.
        order.At("total").GetDecimal().ShouldBe(33.76m);
        order.At("lines[0].baseQty").GetDecimal().ShouldBe(36);
        (order.TextAt("customer.name"), order.TextAt("shipTo.country"), order.TextAt("lines[0].uomCode")).ShouldBe(("Ada", "CH", "box"));
        string.Join(',', order.At("allowedActions").EnumerateArray()).ShouldBe("open,cancel");
        (await seller.ReadAsync(order)).GetRawText().ShouldBe(order.GetRawText());
        (await seller.OrderAsync(item, 1)).TextAt("orderNo").ShouldBe("SO-000002");
        (await seller.FreeAsync(item)).ShouldBe(100);
    }

    [Fact]
    public async Task A_change_replaces_the_lines_keeps_those_that_it_names_and_takes_away_what_is_null()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync();
        var order = (await seller.Client.PostAsync(Seller.Orders, new
        {
            currency = "EUR", facilityId = seller.Facility, channel = "web", notes = "old",
            lines = new[] { new { itemId = item, qty = 1, unitPrice = 1 }, new { itemId = item, qty = 2, unitPrice = 1 } },
        })).ShouldBe(201).Json.At("data");
        var kept = order.TextAt("lines[1].id");

        var changed = (await seller.Client.PatchAsync($"{Seller.Orders}/{order.TextAt("id")}", new
        {
            notes = (string?)null, promisedDate = "2031-05-01",
            lines = new object[] { new { itemId = item, qty = 7, unitPrice = 1 }, new { id = kept, itemId = item, qty = 3, unitPrice = 2 } },
        })).ShouldBe(200).Json.At("data");

        changed.At("lines").GetArrayLength().ShouldBe(2);
        changed.At("lines[0].qty").GetDecimal().ShouldBe(7);
        (changed.TextAt("lines[1].id"), changed.At("lines[1].qty").GetDecimal()).ShouldBe((kept, 3));
        changed.At("total").GetDecimal().ShouldBe(13);
        (changed.At("notes").ValueKind, changed.TextAt("channel"), changed.TextAt("promisedDate")).ShouldBe((JsonValueKind.Null, "web", "2031-05-01"));
        (await seller.ReadAsync(order)).GetRawText().ShouldBe(changed.GetRawText());
        (await system.CountAsync("select count(*) from sales_order_lines where sales_order_id = $1", order.At("id").GetGuid())).ShouldBe(2);
    }

    [Fact]
    public async Task What_an_order_cannot_do_now_is_refused_and_what_it_has_done_is_no_mistake()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 10, "open");
        var path = $"{Seller.Orders}/{order.TextAt("id")}";

        (await seller.Client.PatchAsync(path, new { notes = "Late." })).ShouldBeError(409, "not_editable");
        var again = (await seller.ActAsync(order, "open")).ShouldBe(200).Json.At("data");
        (await seller.ActAsync(order, "returns", new { locationId = seller.A, lines = new[] { new { lineNo = 1, qty = 1 } } }))
            .ShouldBeInvalidTransition("open", "return", "ship", "hold", "amend", "close", "cancel");

        again.GetRawText().ShouldBe(order.GetRawText());
        (await seller.ActAsync(order, "hold", new { reason = "Unpaid." })).ShouldBe(200).Json.TextAt("data.holdReason").ShouldBe("Unpaid.");
        (await seller.ShipAsync(order, 1)).ShouldBeInvalidTransition("on_hold", "ship", "resume", "cancel");
        (await seller.ActAsync(order, "close")).ShouldBeInvalidTransition("on_hold", "close", "resume", "cancel");
        var held = await seller.ReadAsync(order);
        held.Line().ShouldBe((10, 10, 0, 0, 0));
        (await seller.ActAsync(order, "resume")).ShouldBe(200).Json.At("data").States().ShouldBe(("open", "full", "unfulfilled"));
        (await seller.OnHandAsync(item)).ShouldBe(10);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_kept()
    {
        using var seller = await system.SellerAsync();
        var (item, service) = (await seller.ItemAsync(), await seller.ItemAsync(kind: "service"));

        var answer = (await seller.Client.PostAsync(Seller.Orders, new
        {
            currency = "EUR", facilityId = seller.Facility,
            lines = new object[]
            {
                new { itemId = Guid.NewGuid(), qty = 1 }, new { itemId = item, qty = 1, uomId = "parsec" }, new { itemId = item, qty = 0.5 },
                new { itemId = item, qty = 2, unitPrice = 1, discount = 2.01 }, new { itemId = service, qty = 1 }, new { itemId = item, qty = 1, lotId = Guid.NewGuid() },
            },
        })).ShouldBeError(400, "validation_failed");

        answer.Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field"))
            .ShouldBe(["lines[0].itemId", "lines[1].uomId", "lines[2].qty", "lines[3].discount", "lines[4].itemId", "lines[5].lotId"]);
        (await seller.Client.GetAsync(Seller.Orders)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_field_is_named()
    {
        using var seller = await system.SellerAsync();
        foreach (var (body, field) in new[]
        {
            ("""{"lines":[]}""", "currency"),
            ("""{"currency":"EUR"}""", "lines"),
            ("""{"currency":"euro","lines":[]}""", "currency"),
            ("""{"currency":"EUR","lines":{}}""", "lines"),
            ("""{"currency":"EUR","lines":[{"qty":1}]}""", "lines[0].itemId"),
            ("""{"currency":"EUR","lines":[{"itemId":"X","qty":1}]}""", "lines[0].itemId"),
            ("""{"currency":"EUR","lines":[{"itemId":"00000000-0000-0000-0000-000000000001","qty":-1}]}""", "lines[0].qty"),
            ("""{"currency":"EUR","lines":[{"itemId":"00000000-0000-0000-0000-000000000001","qty":1,"unitPrice":-1}]}""", "lines[0].unitPrice"),
            ("""{"currency":"EUR","lines":[],"reservationPolicy":"hope"}""", "reservationPolicy"),
            ("""{"currency":"EUR","lines":[],"priority":-1}""", "priority"),
            ("""{"currency":"EUR","lines":[],"requestedShipDate":"tomorrow"}""", "requestedShipDate"),
            ("""{"currency":"EUR","lines":[],"customer":{"email":"nobody"}}""", "customer.email"),
            ("""{"currency":"EUR","lines":[],"shipTo":{"line1":"X","city":"Y","country":"Utopia"}}""", "shipTo.country"),
        })
            (await seller.Client.PostAsync(Seller.Orders, body)).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray()
                .Select(detail => detail.TextAt("field")).ShouldContain(field, body);
        (await seller.Client.PostAsync(Seller.Orders, "{")).ShouldBeError(400, "invalid_json");
    }

    [Fact]
    public async Task Numbers_and_external_ids_are_used_once_and_an_order_needs_lines_and_a_facility_to_be_opened()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync();
        var body = new { currency = "EUR", orderNo = "4711", externalId = "shop-1", lines = Array.Empty<object>() };
        var first = (await seller.Client.PostAsync(Seller.Orders, body)).ShouldBe(201).Json.TextAt("data.id");

        (await seller.Client.PostAsync(Seller.Orders, body)).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(first);
        (await seller.Client.PostAsync(Seller.Orders, body with { orderNo = "4712" })).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].field").ShouldBe("externalId");
        (await seller.Client.PostAsync($"{Seller.Orders}/{first}/open")).ShouldBeError(409, "no_lines");
        (await seller.Client.PatchAsync($"{Seller.Orders}/{first}", new { lines = new[] { new { itemId = item, qty = 1 } } })).ShouldBe(200);
        (await seller.Client.PostAsync($"{Seller.Orders}/{first}/open")).ShouldBeError(409, "no_facility").Json.TextAt("details[0].field").ShouldBe("lines[0].facilityId");
    }

    [Fact]
    public async Task Another_tenant_s_orders_are_not_there()
    {
        using var seller = await system.SellerAsync();
        using var other = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 10, "open");
        var shipment = (await seller.ShipAsync(order, 1)).ShouldBe(200).Json.TextAt("data.lastShipmentId");
        var path = $"{Seller.Orders}/{order.TextAt("id")}";

        (await other.Client.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await other.Client.PatchAsync(path, new { notes = "mine" })).ShouldBeError(404, "resource_not_found");
        foreach (var action in (string[])["open", "ship", "hold", "resume", "close", "cancel"])
            (await other.Client.PostAsync($"{path}/{action}")).ShouldBeError(404, "resource_not_found");
        (await other.Client.PostAsync($"{path}/returns", new { lines = new[] { new { lineNo = 1, qty = 1 } } })).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync($"{path}/returns")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync($"{Seller.Shipments}/{shipment}")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync(Seller.Shipments)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await other.Client.GetAsync(Seller.Orders)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await other.Client.PostAsync(Seller.Orders, new { currency = "EUR", lines = new[] { new { itemId = item, qty = 1 } } })).ShouldBeError(400, "validation_failed");
    }

    [Fact]
    public async Task Each_route_asks_for_its_scope()
    {
        using var seller = await system.SellerAsync();
        var order = await seller.OrderAsync(await seller.ItemAsync(), 1);
        var path = $"{Seller.Orders}/{order.TextAt("id")}";
        using var reader = await system.ClientAsync(seller.Tenant, "sales:read");
        using var writer = await system.ClientAsync(seller.Tenant, "sales:write");
        using var stranger = system.Atlas.Client(null);

        (await stranger.GetAsync(path)).ShouldBeError(401, "missing_token");
        (await reader.GetAsync(path)).ShouldBe(200);
        (await reader.PatchAsync(path, new { })).ShouldBeError(403, "insufficient_scope");
        (await reader.PostAsync(Seller.Orders, new { })).ShouldBeError(403, "insufficient_scope");
        foreach (var action in (string[])["open", "amend", "hold", "resume", "close", "cancel"])
            (await reader.PostAsync($"{path}/{action}", new { })).ShouldBeError(403, "insufficient_scope");
        (await writer.GetAsync(path)).ShouldBeError(403, "insufficient_scope");
        (await writer.PostAsync($"{path}/ship")).ShouldBeError(403, "insufficient_scope");
        (await writer.PostAsync($"{path}/returns", new { })).ShouldBeError(403, "insufficient_scope");
        (await writer.PutAsync(Seller.Settings, new { })).ShouldBeError(403, "insufficient_scope");
    }

    [Fact]
    public async Task The_list_filters_sorts_and_pages()
    {
        using var seller = await system.SellerAsync();
        var (item, other) = (await seller.StockedItemAsync(5), await seller.ItemAsync());
        var drafts = new[] { await seller.OrderAsync(item, 1), await seller.OrderAsync(item, 2), await seller.OrderAsync(other, 3) };
        var open = await seller.OrderAsync(item, 5, "open");
        (await seller.Client.PatchAsync($"{Seller.Orders}/{drafts[1].TextAt("id")}", new { customerId = "C-7", customer = new { name = "Łódź Räder" }, channel = "web" })).ShouldBe(200);

        await ShouldFindAsync("", open, drafts[2], drafts[1], drafts[0]);
        await ShouldFindAsync("?status=open", open);
        await ShouldFindAsync("?status=open,draft&sort=orderNo", drafts[0], drafts[1], drafts[2], open);
        await ShouldFindAsync("?reservationStatus=full", open);
        await ShouldFindAsync("?fulfillmentStatus=fulfilled");
        await ShouldFindAsync($"?itemId={other}", drafts[2]);
        await ShouldFindAsync($"?facilityId={seller.Facility}&sort=createdAt", drafts[0], drafts[1], drafts[2], open);
        await ShouldFindAsync("?orderNo=SO-000002", drafts[1]);
        await ShouldFindAsync("?customerId=C-7&channel=web", drafts[1]);
        await ShouldFindAsync("?q=000001", drafts[0]);
        await ShouldFindAsync("?q=räder", drafts[1]);
        var page = (await seller.Client.GetAsync($"{Seller.Orders}?limit=3&sort=orderNo")).ShouldBe(200).Json;
        (page.At("count").GetInt32(), page.At("limit").GetInt32(), page.At("offset").GetInt32()).ShouldBe((4, 3, 0));
        (await seller.Client.GetAsync($"{Seller.Orders}?limit=3&sort=orderNo&cursor={page.TextAt("nextCursor")}")).ShouldBe(200).Json.TextAt("data[0].id").ShouldBe(open.TextAt("id"));
        page = (await seller.Client.GetAsync($"{Seller.Orders}?limit=2")).ShouldBe(200).Json;
        (await seller.Client.GetAsync($"{Seller.Orders}?limit=2&cursor={page.TextAt("nextCursor")}")).ShouldBe(200).Json.TextAt("data[1].id").ShouldBe(drafts[0].TextAt("id"));
        (await seller.Client.GetAsync($"{Seller.Orders}?status=lost")).ShouldBeError(400, "invalid_value");
        (await seller.Client.GetAsync($"{Seller.Orders}?sort=colour")).ShouldBeError(400, "invalid_value");
        (await seller.Client.GetAsync($"{Seller.Orders}?colour=red")).ShouldBeError(400, "unknown_filter");

        async Task ShouldFindAsync(string query, params JsonElement[] orders) =>
            (await seller.Client.GetAsync(Seller.Orders + query)).ShouldBe(200).Json.At("data").EnumerateArray().Select(o => o.TextAt("id"))
                .ShouldBe(orders.Select(o => o.TextAt("id")), query);
    }

    [Fact]
    public async Task A_repeated_key_makes_one_order_and_opens_it_once()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var body = new { currency = "EUR", facilityId = seller.Facility, lines = new[] { new { itemId = item, qty = 4 } } };

        var first = (await seller.Client.PostAsync(Seller.Orders, body, ("Idempotency-Key", "one"))).ShouldBe(201);
        var second = (await seller.Client.PostAsync(Seller.Orders, body, ("Idempotency-Key", "one"))).ShouldBe(201);
        var opened = (await seller.ActAsync(first.Json.At("data"), "open", null, ("Idempotency-Key", "two"))).ShouldBe(200);
        var again = (await seller.ActAsync(first.Json.At("data"), "open", null, ("Idempotency-Key", "two"))).ShouldBe(200);

        second.Text.ShouldBe(first.Text);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        (again.Text, again.Header("ETag")).ShouldBe((opened.Text, opened.Header("ETag")));
        (await seller.Client.GetAsync(Seller.Orders)).Json.At("count").GetInt32().ShouldBe(1);
        (await seller.FreeAsync(item)).ShouldBe(6);
    }

    [Fact]
    public async Task A_version_that_is_not_the_current_one_is_refused_and_changes_nothing()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 4);
        var path = $"{Seller.Orders}/{order.TextAt("id")}";

        (await seller.Client.PatchAsync(path, new { notes = "x" }, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await seller.ActAsync(order, "open", null, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await seller.ReadAsync(order)).GetRawText().ShouldBe(order.GetRawText());
        var opened = (await seller.ActAsync(order, "open", null, ("If-Match", "\"v1\""))).ShouldBe(200);
        opened.Header("ETag").ShouldBe($"\"v{opened.Json.At("data.version").GetInt64()}\"");
        (await seller.ShipAsync(order, 4, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await seller.ShipAsync(order, 4, ("If-Match", opened.Header("ETag")!))).ShouldBe(200);
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 4);

        (await seller.ActAsync(order, "open?dryRun=true")).ShouldBe(202).Header("Atlas-Dry-Run").ShouldBe("true");

        (await seller.ReadAsync(order)).GetRawText().ShouldBe(order.GetRawText());
        (await seller.FreeAsync(item)).ShouldBe(10);
    }

    [Fact]
    public async Task The_tenant_says_how_orders_are_opened_ended_and_closed()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(5);
        (await seller.Client.GetAsync(Seller.Settings)).ShouldBe(200).Json.TextAt("data.reservationPolicy").ShouldBe("partial_backorder");
        (await seller.Client.PutAsync(Seller.Settings, new { reservationPolicy = "all_or_nothing", defaultFacilityId = seller.Facility, requiresReasons = true, closesAfterDays = 0 }))
            .ShouldBe(200);
        var order = (await seller.Client.PostAsync(Seller.Orders, new { currency = "EUR", lines = new[] { new { itemId = item, qty = 6 } } })).ShouldBe(201).Json.At("data");

        (await seller.ActAsync(order, "open")).ShouldBeError(409, "insufficient_stock");
        (await seller.ActAsync(order, "open", new { reservation = "partial_backorder" })).ShouldBe(200).Json.At("data").Line().ShouldBe((6, 5, 1, 0, 0));
        (await seller.ActAsync(order, "cancel")).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("reason");
        (await seller.ActAsync(order, "cancel", new { reason = "Changed their mind." })).ShouldBe(200).Json.TextAt("data.cancelReason").ShouldBe("Changed their mind.");
        var shipped = await seller.OrderAsync(item, 5, "open");
        (await seller.ActAsync(shipped, "ship")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("shipped");
        var closed = await Eventually.Becomes("the shipped order is closed", () => seller.ReadAsync(shipped), o => o.TextAt("status") == "closed");
        (closed.TextAt("closedBy"), closed.TextAt("fulfillmentStatus")).ShouldBe(("rule", "fulfilled"));
    }
}
