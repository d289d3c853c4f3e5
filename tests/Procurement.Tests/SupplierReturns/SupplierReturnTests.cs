using Atlas.Support;

namespace Atlas.Procurement.Tests.SupplierReturns;

[Collection(OneSystem.Name)]
public sealed class SupplierReturnTests(ProcurementSystem system)
{
    static readonly string[] ToApproved = ["submit", "approve"];

    [Fact]
    public async Task What_goes_back_leaves_the_lot_and_status_it_was_received_into_and_opens_nothing()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync(lots: "tracked");
        var order = await buyer.OrderOfAsync(item, 24, ToApproved);
        var receipt = (await buyer.ReceiveAsync(order, new
        {
            locationId = buyer.Dock, lines = new object[]
            {
                new { lineNo = 1, qty = 12, lotNo = "GOOD" }, new { lineNo = 1, qty = 12, lotNo = "WET", statusId = "quarantine" },
            },
        })).ShouldBe(201).Json.At("data");

        var draft = (await buyer.Client.PostAsync(ReturnWords.Returns, new
        {
            purchaseOrderId = order.TextAt("id"), supplierReference = "RMA-7", reason = "Wet.",
            lines = new[] { new { receiptId = receipt.TextAt("id"), receiptLineNo = 2, qty = 1, uomId = "box", lotNo = "WET" } },
        })).ShouldBe(201);
        (await buyer.ReadAsync(order)).At("lines[0].returnedQty").GetDecimal().ShouldBe(0);
        var shipped = (await buyer.ActOnReturnAsync(draft.Json.At("data"), "ship", new { carrier = "Post", trackingNo = "T-1" })).ShouldBe(200).Json.At("data");

        draft.Header("Location").ShouldBe($"{ReturnWords.Returns}/{shipped.TextAt("id")}");
        (shipped.TextAt("returnNo"), shipped.TextAt("status"), shipped.TextAt("carrier"), shipped.TextAt("lines[0].reason")).ShouldBe(("SR-000001", "shipped", "Post", "Wet."));
        (shipped.At("lines[0].baseQty").GetDecimal(), shipped.TextAt("lines[0].statusId")).ShouldBe((12, "quarantine"));
        var posted = (await buyer.Client.GetAsync($"/v1/inventory/transactions/{shipped.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
        (posted.TextAt("type"), posted.TextAt("sourceType"), posted.TextAt("sourceNo")).ShouldBe(("return", "supplier_return", "SR-000001"));
        var left = (await buyer.Client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray()
            .Where(b => b.At("onHandQty").GetDecimal() != 0).Select(b => (b.TextAt("lotNo"), b.At("onHandQty").GetDecimal()));
        left.ShouldBe([("GOOD", 12)]);
        var read = await buyer.ReadAsync(order);
        (read.TextAt("status"), read.At("lines[0].returnedQty").GetDecimal(), read.At("lines[0].openQty").GetDecimal(), read.At("lines[0].receivedQty").GetDecimal())
            .ShouldBe(("received", 12, 0, 24));
        (await buyer.Client.GetAsync($"/v1/procurement/receipts/{receipt.TextAt("id")}")).ShouldBe(200).Json.At("data.lines[1].returnedBaseQty").GetDecimal().ShouldBe(12);
        (await buyer.Client.GetAsync($"{ReturnWords.Returns}?status=shipped&receiptId={receipt.TextAt("id")}&q=rma-7")).ShouldBe(200).Json.At("data[0]").GetRawText().ShouldBe(shipped.GetRawText());
        (await buyer.Client.GetAsync($"{ReturnWords.Returns}?status=draft")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        await BooksAreSoundAsync(buyer);
    }

    [Fact]
    public async Task Of_many_returns_at_once_only_what_was_received_goes_back_and_each_leaves_once()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        // Enough is there, but it did not all come with this order.
        (await buyer.Client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = buyer.Dock, qtyDelta = 50, reason = "opening" })).ShouldBe(201);
        var drafts = new List<System.Text.Json.JsonElement>();
        for (var n = 0; n < 5; n++) drafts.Add(await buyer.ReturnAsync(receipt, 4));

        var answers = await Task.WhenAll(drafts.Concat(drafts).Select(back => buyer.ActOnReturnAsync(back, "ship")));

        answers.Where(answer => answer.Status == HttpStatusCode.Conflict).ShouldAllBe(answer => answer.Json.TextAt("code") == "over_return");
        await Eventually.BecomesTrue("nothing is on its way any more", async () =>
            (await buyer.Client.GetAsync($"{ReturnWords.Returns}?status=shipping")).ShouldBe(200).Json.At("count").GetInt32() == 0);
        (await buyer.Client.GetAsync($"{ReturnWords.Returns}?status=shipped")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(2);
        (await buyer.ReadAsync(order)).At("lines[0].returnedQty").GetDecimal().ShouldBe(8);
        (await buyer.OnHandAsync(item)).ShouldBe(52);
        (await buyer.Client.PostAsync(ReturnWords.Returns, new { purchaseOrderId = order.TextAt("id"), lines = new[] { new { receiptId = receipt.TextAt("id"), qty = 3 } } }))
            .ShouldBeError(409, "over_return").Json.At("details[0].meta.returnedBaseQty").GetDecimal().ShouldBe(8);
        (await buyer.ActOnReturnAsync(await buyer.ReturnAsync(receipt, 2), "ship")).ShouldBe(200);
        await BooksAreSoundAsync(buyer);
    }

    [Fact]
    public async Task What_Inventory_refuses_leaves_a_draft_that_can_be_shipped_when_the_goods_are_there()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        (await MoveAsync(-8)).ShouldBe(201);
        var back = await buyer.ReturnAsync(receipt, 5);

        (await buyer.ActOnReturnAsync(back, "ship")).ShouldBeError(409, "insufficient_stock");
        var refused = await buyer.ReadReturnAsync(back);
        (refused.TextAt("status"), refused.TextAt("error.code"), refused.TextAt("shippedAt")).ShouldBe(("draft", "insufficient_stock", null));
        (await buyer.ReadAsync(order)).At("lines[0].returnedQty").GetDecimal().ShouldBe(0);
        (await MoveAsync(8)).ShouldBe(201);
        var shipped = (await buyer.ActOnReturnAsync(back, "ship")).ShouldBe(200).Json.At("data");

        (shipped.TextAt("status"), shipped.TextAt("error")).ShouldBe(("shipped", null));
        (await buyer.OnHandAsync(item)).ShouldBe(5);

        Task<Answer> MoveAsync(decimal qty) =>
            buyer.Client.PostAsync("/v1/inventory/adjustments", new { itemId = item, locationId = buyer.Dock, qtyDelta = qty, reason = "moved" });
    }

    [Fact]
    public async Task A_receipt_of_which_goods_went_back_is_not_reversed_and_of_a_reversed_one_nothing_goes_back()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), ToApproved);
        var first = (await buyer.ReceiveAsync(order, 4)).ShouldBe(201).Json.At("data");
        var second = (await buyer.ReceiveAsync(order, 6)).ShouldBe(201).Json.At("data");
        var (back, late) = (await buyer.ReturnAsync(first, 1), await buyer.ReturnAsync(second, 1));
        (await buyer.ActOnReturnAsync(back, "ship")).ShouldBe(200);

        (await ReverseAsync(first)).ShouldBeError(409, "has_returns");
        (await ReverseAsync(second)).ShouldBe(200);

        (await buyer.ActOnReturnAsync(late, "ship")).ShouldBeError(409, "receipt_not_posted");
        (await buyer.ReadReturnAsync(late)).TextAt("status").ShouldBe("draft");
        (await buyer.ReadAsync(order)).At("lines[0].returnedQty").GetDecimal().ShouldBe(1);

        Task<Answer> ReverseAsync(System.Text.Json.JsonElement receipt) => buyer.Client.PostAsync($"/v1/procurement/receipts/{receipt.TextAt("id")}/reverse");
    }

    [Fact]
    public async Task Serial_numbers_go_back_that_were_received_and_a_wrong_line_is_named()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync(serials: "tracked");
        var order = await buyer.OrderOfAsync(item, 3, ToApproved);
        var receipt = (await buyer.ReceiveAsync(order, new { locationId = buyer.Dock, lines = new[] { new { lineNo = 1, qty = 3, serialNos = new[] { "S1", "S2", "S3" } } } }))
            .ShouldBe(201).Json.At("data");
        var id = receipt.TextAt("id");

        foreach (var (line, field) in new (object, string)[]
        {
            (new { receiptId = id, qty = 1 }, "lines[0].serialNos"), (new { receiptId = id, qty = 1, serialNos = new[] { "S9" } }, "lines[0].serialNos"),
            (new { receiptId = id, qty = 0, serialNos = new[] { "S1" } }, "lines[0].qty"), (new { receiptId = Guid.NewGuid(), qty = 1 }, "lines[0].receiptId"),
            (new { receiptId = id, receiptLineNo = 2, qty = 1 }, "lines[0].receiptLineNo"), (new { receiptId = id, qty = 1, serialNos = new[] { "S1" }, lotNo = "L" }, "lines[0].lotNo"),
            (new { receiptId = id, qty = 1, serialNos = new[] { "S1" }, uomId = "parsec" }, "lines[0].uomId"),
        })
            (await CreateAsync(line)).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe(field);
        (await buyer.Client.PostAsync(ReturnWords.Returns, new { purchaseOrderId = order.TextAt("id"), lines = Array.Empty<object>() })).ShouldBeError(400, "validation_failed");
        (await buyer.Client.GetAsync(ReturnWords.Returns)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);

        var back = (await CreateAsync(new { receiptId = id, qty = 2, serialNos = new[] { "S1", "S3" } })).ShouldBe(201).Json.At("data");
        (await buyer.ActOnReturnAsync(back, "ship")).ShouldBe(200);
        (await buyer.Client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray()
            .Where(b => b.At("onHandQty").GetDecimal() == 1).Select(b => b.TextAt("serialNo")).ShouldBe(["S2"]);

        Task<Answer> CreateAsync(object line) => buyer.Client.PostAsync(ReturnWords.Returns, new { purchaseOrderId = order.TextAt("id"), lines = new[] { line } });
    }

    [Fact]
    public async Task A_repeated_key_ships_once_and_each_step_needs_its_scope()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, ToApproved);
        var back = await buyer.ReturnAsync((await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data"), 4);
        var path = $"{ReturnWords.Returns}/{back.TextAt("id")}";
        using var writer = await system.ClientAsync(buyer.Tenant, "procurement:read", "procurement:write");
        using var stranger = (await system.BuyerAsync()).Client;

        (await writer.PostAsync($"{path}/ship")).ShouldBeError(403, "insufficient_scope");
        (await stranger.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await stranger.PostAsync($"{path}/ship")).ShouldBeError(404, "resource_not_found");
        var first = (await buyer.Client.PostAsync($"{path}/ship", null, ("Idempotency-Key", "s1"))).ShouldBe(200);
        var second = (await buyer.Client.PostAsync($"{path}/ship", null, ("Idempotency-Key", "s1"))).ShouldBe(200);

        second.Text.ShouldBe(first.Text);
        (await buyer.OnHandAsync(item)).ShouldBe(6);
    }

    static async Task BooksAreSoundAsync(Buyer buyer) =>
        (await buyer.Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data.isSound").GetBoolean().ShouldBeTrue();
}
