using Atlas.Support;

namespace Atlas.Procurement.Tests.Receipts;

[Collection(OneSystem.Name)]
public sealed class ReceiptTests(ProcurementSystem system)
{
    static readonly string[] ToApproved = ["submit", "approve"];

    [Fact]
    public async Task Two_partial_receipts_with_lots_fill_an_order_and_more_than_that_is_refused()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync(lots: "tracked", expiry: "tracked");
        var order = await buyer.OrderAsync(item, ToApproved);

        var first = (await buyer.ReceiveAsync(order, new
        {
            supplierReference = "DN-1", receivedAt = "2026-03-01T08:00:00Z",
            lines = new[] { new { lineNo = 1, qty = 4, locationId = buyer.Dock, lotNo = "L1", expiryDate = "2031-12-31" } },
        })).ShouldBe(201).Json.At("data");
        var half = await buyer.ReadAsync(order);
        var second = (await buyer.ReceiveAsync(order, new
        {
            locationId = buyer.A, lines = new[] { new { poLineId = order.TextAt("lines[0].id"), qty = 6, lotNo = "L2", expiryDate = "2032-01-31" } },
        })).ShouldBe(201).Json.At("data");
        var whole = await buyer.ReadAsync(order);
        var refused = await buyer.ReceiveAsync(order, new { locationId = buyer.A, lines = new[] { new { lineNo = 1, qty = 1, lotNo = "L2" } } });

        first.TextAt("status").ShouldBe("posted");
        first.TextAt("receiptNo").ShouldBe("PO-000001-R1");
        first.At("lines[0].unitCost").GetDecimal().ShouldBe(2.5m);
        (half.TextAt("status"), half.TextAt("receiptStatus")).ShouldBe(("partially_received", "partial"));
        half.At("lines[0].openQty").GetDecimal().ShouldBe(6);
        (whole.TextAt("status"), whole.TextAt("receiptStatus")).ShouldBe(("received", "full"));
        whole.At("receiptCount").GetInt32().ShouldBe(2);
        refused.ShouldBeInvalidTransition("received", "receive", "close");
        var posted = (await buyer.Client.GetAsync($"/v1/inventory/transactions/{first.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
        posted.TextAt("type").ShouldBe("receipt");
        posted.TextAt("sourceNo").ShouldBe("PO-000001-R1");
        posted.At("effectiveAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));
        (await buyer.OnHandAsync(item)).ShouldBe(10);
        (await buyer.PostedAsync(item)).ShouldBe(2);
        (await buyer.Client.GetAsync($"{Buyer.Orders}/{order.TextAt("id")}/receipts")).ShouldBe(200).Json.At("data").EnumerateArray()
            .Select(receipt => receipt.TextAt("id")).ShouldBe([second.TextAt("id"), first.TextAt("id")]);
    }

    [Fact]
    public async Task The_tolerance_of_the_line_is_the_most_that_may_come()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync(tolerance: 20);
        var order = await buyer.OrderAsync(item, ToApproved);

        (await buyer.ReceiveAsync(order, 13)).ShouldBeError(409, "over_receipt").Json.At("details[0].meta.tolerancePct").GetDecimal().ShouldBe(20);
        (await buyer.ReceiveAsync(order, 7)).ShouldBe(201);
        (await buyer.ReceiveAsync(order, 5)).ShouldBe(201);

        (await buyer.ReadAsync(order)).At("lines[0].receivedQty").GetDecimal().ShouldBe(12);
        (await buyer.OnHandAsync(item)).ShouldBe(12);
    }

    [Fact]
    public async Task Of_many_receipts_at_once_only_what_was_ordered_is_taken_in()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);

        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => buyer.ReceiveAsync(order, 3)));

        // 202: taken, and settled a little later.
        answers.Count(answer => answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted).ShouldBe(3);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(12);
        var settled = await Eventually.Becomes("all receipts are settled", () => buyer.ReadAsync(order), o => o.At("lines[0].pendingQty").GetDecimal() == 0);
        settled.At("lines[0].receivedQty").GetDecimal().ShouldBe(9);
        (await buyer.OnHandAsync(item)).ShouldBe(9);
        (await buyer.PostedAsync(item)).ShouldBe(3);
    }

    [Fact]
    public async Task Units_of_the_receipt_and_the_order_may_differ()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(new { itemId = item, qty = 2, uomId = "box", unitPrice = 30 });
        foreach (var action in ToApproved) await buyer.ActAsync(order, action);

        var receipt = (await buyer.ReceiveAsync(order, new { locationId = buyer.Dock, lines = new[] { new { lineNo = 1, qty = 23, uomId = "each" } } })).ShouldBe(201);
        (await buyer.ReceiveAsync(order, new { locationId = buyer.Dock, lines = new[] { new { lineNo = 1, qty = 2, uomId = "each" } } })).ShouldBeError(409, "over_receipt");

        receipt.Json.At("data.lines[0].unitCost").GetDecimal().ShouldBe(2.5m);
        var read = await buyer.ReadAsync(order);
        read.At("lines[0].receivedBaseQty").GetDecimal().ShouldBe(23);
        read.At("lines[0].receivedQty").GetDecimal().ShouldBe(1.916667m);
        (await buyer.OnHandAsync(item)).ShouldBe(23);
    }

    [Fact]
    public async Task What_Inventory_refuses_leaves_nothing_behind()
    {
        using var buyer = await system.BuyerAsync();
        using var other = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);

        // A place that does not exist for this tenant, and one that is not where the order goes.
        (await buyer.ReceiveAsync(order, new { locationId = other.Dock, lines = new[] { new { lineNo = 1, qty = 1 } } })).ShouldBeError(409, "invalid_reference");
        var elsewhere = (await buyer.Client.PostAsync("/v1/facilities", new { code = "ELSE", name = "Else", type = "store", timeZone = "Europe/Berlin" })).ShouldBe(201).Json.TextAt("data.id");
        var place = (await buyer.Client.PostAsync($"/v1/facilities/{elsewhere}/locations", new { code = "X" })).ShouldBe(201).Json.TextAt("data.id");
        (await buyer.ReceiveAsync(order, new { locationId = place, lines = new[] { new { lineNo = 1, qty = 1 } } })).ShouldBeError(409, "invalid_reference");

        var read = await buyer.ReadAsync(order);
        (read.TextAt("status"), read.At("lines[0].pendingQty").GetDecimal()).ShouldBe(("approved", 0));
        (await buyer.Client.GetAsync($"{Buyer.Orders}/{order.TextAt("id")}/receipts")).Json.At("count").GetInt32().ShouldBe(0);
        (await buyer.PostedAsync(item)).ShouldBe(0);
        (await buyer.ReceiveAsync(order, 10)).ShouldBe(201);
    }

    public static TheoryData<string, string> WrongLines => new()
    {
        { """{"lineNo":2,"qty":1,"lotNo":"L"}""", "lines[0].lineNo" },
        { """{"poLineId":"00000000-0000-0000-0000-000000000001","qty":1,"lotNo":"L"}""", "lines[0].poLineId" },
        { """{"qty":1,"lotNo":"L"}""", "lines[0].poLineId" },
        { """{"lineNo":1,"lotNo":"L"}""", "lines[0].qty" },
        { """{"lineNo":1,"qty":0,"lotNo":"L"}""", "lines[0].qty" },
        { """{"lineNo":1,"qty":0.5,"lotNo":"L"}""", "lines[0].qty" },
        { """{"lineNo":1,"qty":1}""", "lines[0].lotNo" },
        { """{"lineNo":1,"qty":1,"lotNo":"L","uomId":"parsec"}""", "lines[0].uomId" },
        { """{"lineNo":1,"qty":1,"lotNo":"L","serialNos":["S1"]}""", "lines[0].serialNos" },
    };

    [Fact]
    public async Task A_wrong_line_is_named_and_nothing_is_taken_in()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync(lots: "tracked");
        var order = await buyer.OrderAsync(item, ToApproved);

        foreach (var row in WrongLines)
        {
            var (line, field) = ((string)row[0], (string)row[1]);
            (await buyer.ReceiveAsync(order, $$"""{"locationId":"{{buyer.Dock}}","lines":[{{line}}]}""")).ShouldBeError(400, "validation_failed")
                .Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field")).ShouldContain(field, line);
        }

        (await buyer.ReceiveAsync(order, """{"lines":[{"lineNo":1,"qty":1,"lotNo":"L"}]}""")).ShouldBeError(400, "validation_failed")
            .Json.TextAt("details[0].field").ShouldBe("lines[0].locationId");
        (await buyer.ReadAsync(order)).At("version").GetInt64().ShouldBe(3);
        (await buyer.PostedAsync(item)).ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_note_is_received_once()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        var body = new { supplierReference = "DN-7", locationId = buyer.Dock, lines = new[] { new { lineNo = 1, qty = 1 } } };
        var first = (await buyer.ReceiveAsync(order, body)).ShouldBe(201).Json.TextAt("data.id");

        (await buyer.ReceiveAsync(order, body)).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(first);

        (await buyer.OnHandAsync(item)).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_key_receives_once()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);

        var first = (await buyer.ReceiveAsync(order, 4, ("Idempotency-Key", "r1"))).ShouldBe(201);
        var second = (await buyer.ReceiveAsync(order, 4, ("Idempotency-Key", "r1"))).ShouldBe(201);

        second.Text.ShouldBe(first.Text);
        (await buyer.OnHandAsync(item)).ShouldBe(4);
    }

    [Fact]
    public async Task A_reversal_takes_the_goods_out_and_opens_the_order_again()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, "submit", "approve", "send");
        var posted = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        var receipt = posted.TextAt("id");

        // The ledger alone would leave the order behind.
        (await buyer.Client.PostAsync($"/v1/inventory/transactions/{posted.TextAt("transactionId")}/reverse")).ShouldBeError(409, "not_reversible");
        var reversed = (await buyer.Client.PostAsync($"/v1/procurement/receipts/{receipt}/reverse", new { reason = "Wrong pallet." })).ShouldBe(200).Json.At("data");
        var again = (await buyer.Client.PostAsync($"/v1/procurement/receipts/{receipt}/reverse")).ShouldBe(200).Json.At("data");

        reversed.TextAt("status").ShouldBe("reversed");
        reversed.TextAt("reversalReason").ShouldBe("Wrong pallet.");
        again.GetRawText().ShouldBe(reversed.GetRawText());
        (await buyer.OnHandAsync(item)).ShouldBe(0);
        (await buyer.PostedAsync(item)).ShouldBe(2);
        var read = await buyer.ReadAsync(order);
        (read.TextAt("status"), read.At("lines[0].openQty").GetDecimal(), read.At("receiptCount").GetInt32()).ShouldBe(("sent", 10, 0));
        (await buyer.Client.GetAsync($"/v1/inventory/transactions/{reversed.TextAt("reversalTransactionId")}")).ShouldBe(200).Json.TextAt("data.type").ShouldBe("receipt_reversal");
    }

    [Fact]
    public async Task A_receipt_whose_goods_are_gone_cannot_be_reversed_until_they_are_back()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.TextAt("data.id");
        (await AdjustAsync(-1)).ShouldBe(201);

        (await buyer.Client.PostAsync($"/v1/procurement/receipts/{receipt}/reverse")).ShouldBeError(409, "insufficient_stock");
        (await buyer.Client.GetAsync($"/v1/procurement/receipts/{receipt}")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("posted");
        (await buyer.ReadAsync(order)).TextAt("status").ShouldBe("received");
        (await AdjustAsync(1)).ShouldBe(201);

        (await buyer.Client.PostAsync($"/v1/procurement/receipts/{receipt}/reverse")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("reversed");

        Task<Answer> AdjustAsync(decimal qty) =>
            buyer.Client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = buyer.Dock, qtyDelta = qty, reason = "count" });
    }

    [Fact]
    public async Task An_order_is_received_line_by_line_and_closed_short_line_by_line()
    {
        using var buyer = await system.BuyerAsync();
        var (nuts, bolts) = (await buyer.ItemAsync(), await buyer.ItemAsync());
        var order = await buyer.OrderAsync(new { itemId = nuts, qty = 10, unitPrice = 1 }, new { itemId = bolts, qty = 10, unitPrice = 1 });
        foreach (var action in ToApproved) await buyer.ActAsync(order, action);
        (await buyer.ReceiveAsync(order, 10)).ShouldBe(201);
        (await buyer.ReadAsync(order)).TextAt("status").ShouldBe("partially_received");

        var closed = (await buyer.ActAsync(order, "close", new { lineIds = new[] { order.TextAt("lines[1].id") }, reason = "Sold out." })).ShouldBe(200).Json.At("data");

        (closed.TextAt("status"), closed.TextAt("receiptStatus")).ShouldBe(("received", "partial"));
        closed.At("lines[1].closedShortQty").GetDecimal().ShouldBe(10);
        (await buyer.ReceiveAsync(order, new { locationId = buyer.Dock, lines = new[] { new { lineNo = 2, qty = 1 } } }))
            .ShouldBeInvalidTransition("received", "receive", "close");
    }

    [Fact]
    public async Task A_receipt_goes_into_inspection_when_it_says_so()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);

        (await buyer.ReceiveAsync(order, new { locationId = buyer.Dock, lines = new[] { new { lineNo = 1, qty = 6, statusId = "quarantine", rejectedQty = 2, rejectReason = "Wet." } } }))
            .ShouldBe(201).Json.At("data.lines[0].rejectedQty").GetDecimal().ShouldBe(2);

        (await buyer.Client.GetAsync($"/v1/inventory/balances?itemId={item}")).Json.TextAt("data[0].statusCode").ShouldBe("quarantine");
        (await buyer.ReadAsync(order)).At("lines[0].receivedQty").GetDecimal().ShouldBe(6);
    }

    [Fact]
    public async Task A_receipt_waits_for_an_Inventory_that_is_away_and_settles_when_it_is_back()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        await system.Atlas.KillWithoutWaitingAsync("inventory");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => buyer.ReceiveAsync(order, 2)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted || answer.Status == HttpStatusCode.Created);
        var settled = await Eventually.Becomes("all receipts are settled", () => buyer.ReadAsync(order), o => o.At("lines[0].pendingQty").GetDecimal() == 0);
        await system.Atlas.UntilHealthyAsync();
        settled.TextAt("status").ShouldBe("received");
        (await buyer.OnHandAsync(item)).ShouldBe(10);
        (await buyer.PostedAsync(item)).ShouldBe(5);
        (await buyer.Client.GetAsync($"{Buyer.Orders}/{order.TextAt("id")}/receipts?status=posted")).Json.At("count").GetInt32().ShouldBe(5);
    }
}
