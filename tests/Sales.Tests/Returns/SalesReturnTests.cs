using Atlas.Support;

namespace Atlas.Sales.Tests.Returns;

[Collection(OneSystem.Name)]
public sealed class SalesReturnTests(SalesSystem system)
{
    [Fact]
    public async Task What_comes_back_goes_into_the_status_that_is_named_and_never_more_than_has_left()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 6, "open", "ship");

        var first = (await seller.ActAsync(order, "returns", new { reason = "Wrong size.", locationId = seller.B, lines = new[] { new { lineNo = 1, qty = 2 } } })).ShouldBe(201);
        (await seller.ActAsync(order, "close")).ShouldBe(200);
        var second = (await seller.ActAsync(order, "returns", new { lines = new[] { new { lineNo = 1, qty = 3, locationId = seller.A, statusId = "available" } } })).ShouldBe(201).Json.At("data");
        var refused = await seller.ActAsync(order, "returns", new { locationId = seller.A, lines = new[] { new { lineNo = 1, qty = 2 } } });

        var back = first.Json.At("data");
        first.Header("Location").ShouldBe($"/v1/sales/returns/{back.TextAt("id")}");
        (back.TextAt("returnNo"), back.TextAt("status"), back.TextAt("lines[0].statusId"), back.TextAt("lines[0].reason")).ShouldBe(("SO-000001-R1", "posted", "quarantine", "Wrong size."));
        refused.ShouldBeError(409, "over_return").Json.At("details[0].meta.returnedBaseQty").GetDecimal().ShouldBe(5);
        var read = await seller.ReadAsync(order);
        (read.TextAt("status"), read.At("lines[0].returnedQty").GetDecimal(), read.At("lines[0].shippedQty").GetDecimal()).ShouldBe(("closed", 5, 6));
        (await seller.OnHandAsync(item, "&statusId=quarantine")).ShouldBe(2);
        (await seller.FreeAsync(item)).ShouldBe(7);
        var posted = (await seller.Client.GetAsync($"/v1/inventory/transactions/{back.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
        (posted.TextAt("type"), posted.TextAt("sourceType"), posted.TextAt("sourceNo")).ShouldBe(("return", "customer_return", "SO-000001-R1"));
        (await seller.Client.GetAsync($"{Seller.Orders}/{order.TextAt("id")}/returns")).ShouldBe(200).Json.At("data").EnumerateArray().Select(r => r.TextAt("id"))
            .ShouldBe([second.TextAt("id"), back.TextAt("id")]);
        (await seller.Client.GetAsync($"/v1/sales/returns/{back.TextAt("id")}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(back.GetRawText());
        (await seller.Client.GetAsync($"/v1/sales/returns/{Guid.NewGuid()}")).ShouldBeError(404, "resource_not_found");
        await seller.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Of_many_returns_at_once_only_what_has_left_comes_back()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.StockedItemAsync(10);
        var order = await seller.OrderAsync(item, 10, "open", "ship");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            seller.ActAsync(order, "returns", new { locationId = seller.A, lines = new[] { new { lineNo = 1, qty = 3 } } })));

        answers.Count(answer => answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted).ShouldBe(3);
        await Eventually.BecomesTrue("all returns are settled", async () => (await seller.ReadAsync(order)).At("lines[0].returnedQty").GetDecimal() == 9);
        (await seller.OnHandAsync(item)).ShouldBe(9);
        (await seller.PostedAsync(item, "return")).ShouldBe(3);
    }

    [Fact]
    public async Task What_Inventory_refuses_leaves_nothing_behind_and_a_wrong_line_is_named()
    {
        using var seller = await system.SellerAsync();
        var item = await seller.ItemAsync(lots: "tracked");
        await seller.HaveAsync(item, 5, seller.A, "L1");
        var order = await seller.OrderAsync(item, 5, "open", "ship");

        (await ReturnAsync(new { lineNo = 1, qty = 1, lotNo = "L1", statusId = "lost" })).ShouldBeError(409, "invalid_reference");
        foreach (var (line, field) in new (object, string)[]
        {
            (new { lineNo = 1, qty = 1 }, "lines[0].lotNo"), (new { lineNo = 2, qty = 1, lotNo = "L1" }, "lines[0].lineNo"),
            (new { lineNo = 1, qty = 0.5, lotNo = "L1" }, "lines[0].qty"), (new { lineNo = 1, lotNo = "L1" }, "lines[0].qty"),
            (new { lineNo = 1, qty = 1, lotNo = "L1", serialNos = new[] { "S" } }, "lines[0].serialNos"),
        })
            (await ReturnAsync(line)).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe(field);

        (await seller.Client.GetAsync($"{Seller.Orders}/{order.TextAt("id")}/returns")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await seller.PostedAsync(item, "return")).ShouldBe(0);
        (await ReturnAsync(new { lineNo = 1, qty = 5, lotNo = "L1" })).ShouldBe(201);

        Task<Answer> ReturnAsync(object line) => seller.ActAsync(order, "returns", new { locationId = seller.A, lines = new[] { line } });
    }
}
