using System.Text.Json;
using Atlas.Support;

namespace Atlas.Procurement.Tests.PurchaseOrders;

[Collection(OneSystem.Name)]
public sealed class PurchaseOrderTests(ProcurementSystem system)
{
    [Fact]
    public async Task A_draft_has_its_number_its_sums_and_its_supplier_s_terms()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();

        var order = await buyer.OrderAsync(
            new { itemId = item, qty = 3, uomId = "box", unitPrice = 9.99, discountPct = 10, taxRate = 19 },
            new { itemId = item, qty = 5, unitPrice = 0.333 });

        order.TextAt("poNo").ShouldBe("PO-000001");
        order.TextAt("status").ShouldBe("draft");
        order.TextAt("receiptStatus").ShouldBe("none");
        order.TextAt("currency").ShouldBe("EUR");
        order.At("revision").GetInt32().ShouldBe(1);
        order.At("lines[0].lineTotal").GetDecimal().ShouldBe(26.97m); // 3 * 9.99 less 10 % is 26.973.
        order.At("lines[1].lineTotal").GetDecimal().ShouldBe(1.67m); // 1.665, halves away from zero.
        order.At("subtotal").GetDecimal().ShouldBe(28.64m);
        order.At("taxTotal").GetDecimal().ShouldBe(5.12m); // 19 % of 26.97 is 5.1243.
        order.At("total").GetDecimal().ShouldBe(33.76m);
        order.At("lines[0].baseQty").GetDecimal().ShouldBe(36);
        order.TextAt("lines[0].uomCode").ShouldBe("box");
        order.At("lines[0].openQty").GetDecimal().ShouldBe(3);
        (await buyer.OrderAsync(item)).TextAt("poNo").ShouldBe("PO-000002");
    }

    [Fact]
    public async Task A_price_list_fills_in_what_the_order_leaves_out()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{buyer.Supplier}/items", new
        {
            itemId = item, uomId = "box", leadTimeDays = 14, priceBreaks = new[] { new { minQty = 0, unitPrice = 30.0 }, new { minQty = 10, unitPrice = 27.5 } },
        })).ShouldBe(201);

        var order = (await buyer.Client.PostAsync(Buyer.Orders, new
        {
            supplierId = buyer.Supplier, facilityId = buyer.Facility, orderDate = "2031-01-10",
            lines = new[] { new { itemId = item, qty = 9, uomId = "box" }, new { itemId = item, qty = 10, uomId = "box" } },
        })).ShouldBe(201).Json.At("data");

        order.At("lines[0].unitPrice").GetDecimal().ShouldBe(30);
        order.At("lines[1].unitPrice").GetDecimal().ShouldBe(27.5m);
        order.TextAt("lines[0].expectedDate").ShouldBe("2031-01-24");
        (await buyer.Client.PostAsync(Buyer.Orders, new { supplierId = buyer.Supplier, facilityId = buyer.Facility, lines = new[] { new { itemId = item, qty = 9 } } }))
            .ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lines[0].unitPrice");
    }

    [Fact]
    public async Task A_change_replaces_the_lines_and_keeps_those_that_it_names()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(new { itemId = item, qty = 1, unitPrice = 1 }, new { itemId = item, qty = 2, unitPrice = 1 });
        var kept = order.TextAt("lines[1].id");

        var changed = (await buyer.Client.PatchAsync($"{Buyer.Orders}/{order.TextAt("id")}", new
        {
            notes = "Ring first.", expectedDate = "2031-05-01",
            lines = new object[] { new { itemId = item, qty = 7, unitPrice = 1 }, new { id = kept, itemId = item, qty = 3, unitPrice = 2 } },
        })).ShouldBe(200).Json.At("data");

        changed.At("lines").GetArrayLength().ShouldBe(2);
        changed.At("lines[0].qty").GetDecimal().ShouldBe(7);
        changed.TextAt("lines[1].id").ShouldBe(kept);
        changed.At("lines[1].qty").GetDecimal().ShouldBe(3);
        changed.At("total").GetDecimal().ShouldBe(13);
        var read = await buyer.ReadAsync(order);
        read.GetRawText().ShouldBe(changed.GetRawText());
        (await system.CountAsync("select count(*) from purchase_order_lines where purchase_order_id = $1", order.At("id").GetGuid())).ShouldBe(2);
    }

    [Fact]
    public async Task Only_a_draft_can_be_changed()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");

        (await buyer.Client.PatchAsync($"{Buyer.Orders}/{order.TextAt("id")}", new { notes = "Late." })).ShouldBeError(409, "not_editable");
        (await buyer.ReadAsync(order)).At("notes").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_kept()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();

        var answer = (await buyer.Client.PostAsync(Buyer.Orders, new
        {
            supplierId = buyer.Supplier, facilityId = buyer.Facility,
            lines = new object[]
            {
                new { itemId = Guid.NewGuid(), qty = 1, unitPrice = 1 }, new { itemId = item, qty = 1, uomId = "parsec", unitPrice = 1 },
                new { itemId = item, qty = 0.5, unitPrice = 1 }, new { itemId = item, qty = 1 },
            },
        })).ShouldBeError(400, "validation_failed");

        answer.Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field"))
            .ShouldBe(["lines[0].itemId", "lines[1].uomId", "lines[2].qty", "lines[3].unitPrice"]);
        (await buyer.Client.GetAsync(Buyer.Orders)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
    }

    public static TheoryData<string, string> WrongBodies => new()
    {
        { """{"facilityId":"F","lines":[]}""", "supplierId" },
        { """{"supplierId":"S","lines":[]}""", "facilityId" },
        { """{"supplierId":"S","facilityId":"F"}""", "lines" },
        { """{"supplierId":"S","facilityId":"F","currency":"euro","lines":[]}""", "currency" },
        { """{"supplierId":"S","facilityId":"F","lines":[{"itemId":"S","qty":-1}]}""", "lines[0].qty" },
        { """{"supplierId":"S","facilityId":"F","lines":[{"itemId":"S","qty":1,"unitPrice":-1}]}""", "lines[0].unitPrice" },
        { """{"supplierId":"S","facilityId":"F","lines":[],"shipTo":{"line1":"X","city":"Y","country":"Utopia"}}""", "shipTo.country" },
        { """{"supplierId":"F","facilityId":"F","lines":[]}""", "supplierId" },
    };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        using var buyer = await system.BuyerAsync();

        var answer = await buyer.Client.PostAsync(Buyer.Orders, body.Replace("\"S\"", $"\"{buyer.Supplier}\"").Replace("\"F\"", $"\"{buyer.Facility}\""));

        answer.ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field")).ShouldContain(field);
    }

    [Fact]
    public async Task Numbers_and_external_ids_are_used_once()
    {
        using var buyer = await system.BuyerAsync();
        var body = new { supplierId = buyer.Supplier, facilityId = buyer.Facility, poNo = "4711", externalId = "erp-1", lines = Array.Empty<object>() };
        var first = (await buyer.Client.PostAsync(Buyer.Orders, body)).ShouldBe(201).Json.TextAt("data.id");

        (await buyer.Client.PostAsync(Buyer.Orders, body)).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(first);
        (await buyer.Client.PostAsync(Buyer.Orders, body with { poNo = "4712" })).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].field").ShouldBe("externalId");
        (await buyer.Client.PostAsync($"{Buyer.Orders}/{first}/submit")).ShouldBeError(409, "no_lines");
    }

    [Fact]
    public async Task Another_tenant_s_orders_are_not_there()
    {
        using var buyer = await system.BuyerAsync();
        using var other = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");
        var path = $"{Buyer.Orders}/{order.TextAt("id")}";

        (await other.Client.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await other.Client.PatchAsync(path, new { notes = "mine" })).ShouldBeError(404, "resource_not_found");
        (await other.Client.PostAsync($"{path}/approve")).ShouldBeError(404, "resource_not_found");
        (await other.Client.PostAsync($"{path}/receipts", new { lines = new[] { new { lineNo = 1, qty = 1 } } })).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync($"{path}/receipts")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync(Buyer.Orders)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await other.Client.PostAsync(Buyer.Orders, new { supplierId = buyer.Supplier, facilityId = other.Facility, currency = "EUR", lines = Array.Empty<object>() }))
            .ShouldBeError(400, "validation_failed");
    }

    [Fact]
    public async Task Each_route_asks_for_its_scope()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");
        var path = $"{Buyer.Orders}/{order.TextAt("id")}";
        using var reader = await system.ClientAsync(buyer.Tenant, "procurement:read");
        using var writer = await system.ClientAsync(buyer.Tenant, "procurement:write");

        (await reader.GetAsync(path)).ShouldBe(200);
        (await reader.PatchAsync(path, new { })).ShouldBeError(403, "insufficient_scope");
        (await writer.PostAsync($"{path}/approve")).ShouldBeError(403, "insufficient_scope");
        (await writer.PostAsync($"{path}/receipts", new { })).ShouldBeError(403, "insufficient_scope");
        (await writer.PutAsync(Buyer.Settings, new { })).ShouldBeError(403, "insufficient_scope");
    }

    [Fact]
    public async Task The_list_filters_and_pages()
    {
        using var buyer = await system.BuyerAsync();
        var (item, other) = (await buyer.ItemAsync(), await buyer.ItemAsync());
        var drafts = new[] { await buyer.OrderAsync(item), await buyer.OrderAsync(item), await buyer.OrderAsync(other) };
        var submitted = await buyer.OrderAsync(item, "submit");

        await ShouldFindAsync("?status=pending_approval", submitted);
        await ShouldFindAsync($"?itemId={other}", drafts[2]);
        await ShouldFindAsync("?poNo=PO-000002", drafts[1]);
        await ShouldFindAsync("?q=000001", drafts[0]);
        await ShouldFindAsync($"?supplierId={buyer.Supplier}", submitted, drafts[2], drafts[1], drafts[0]);
        var page = (await buyer.Client.GetAsync($"{Buyer.Orders}?limit=3")).ShouldBe(200).Json;
        page.At("count").GetInt32().ShouldBe(4);
        (await buyer.Client.GetAsync($"{Buyer.Orders}?limit=3&cursor={page.TextAt("nextCursor")}")).ShouldBe(200).Json.TextAt("data[0].id").ShouldBe(drafts[0].TextAt("id"));
        (await buyer.Client.GetAsync($"{Buyer.Orders}?status=lost")).ShouldBeError(400, "invalid_value");
        (await buyer.Client.GetAsync($"{Buyer.Orders}?colour=red")).ShouldBeError(400, "unknown_filter");

        async Task ShouldFindAsync(string query, params JsonElement[] orders) =>
            (await buyer.Client.GetAsync(Buyer.Orders + query)).ShouldBe(200).Json.At("data").EnumerateArray().Select(o => o.TextAt("id"))
                .ShouldBe(orders.Select(o => o.TextAt("id")), query);
    }

    [Fact]
    public async Task A_repeated_key_makes_one_order()
    {
        using var buyer = await system.BuyerAsync();
        var body = new { supplierId = buyer.Supplier, facilityId = buyer.Facility, lines = Array.Empty<object>() };

        var first = (await buyer.Client.PostAsync(Buyer.Orders, body, ("Idempotency-Key", "one"))).ShouldBe(201);
        var second = (await buyer.Client.PostAsync(Buyer.Orders, body, ("Idempotency-Key", "one"))).ShouldBe(201);

        second.Text.ShouldBe(first.Text);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        (await buyer.Client.GetAsync(Buyer.Orders)).Json.At("count").GetInt32().ShouldBe(1);
    }
}
