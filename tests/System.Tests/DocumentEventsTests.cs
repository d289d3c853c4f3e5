using Atlas.Support;

namespace Atlas.SystemTests;

[Collection(OneSystem.Name)]
public sealed class DocumentEventsTests(WholeSystem system)
{
    [Fact]
    public async Task What_is_bought_sold_and_made_reaches_a_subscriber()
    {
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("document-events"));
        var trade = await Trade.StartAsync(client, sold: 3, makeable: 2);
        string[] types =
        [
            "purchase_order.received", "receipt.posted", "supplier_return.shipped", "purchase_order.returned", "sales_order.opened", "shipment.posted",
            "sales_return.posted", "work_order.released", "work_order.output_reported",
        ];
        (await client.PostAsync("/v1/webhooks/endpoints", new { url = $"{system.Customer.Url}/documents", eventTypes = types })).ShouldBe(201);

        var bought = await trade.ReceivableAsync(5, 5);
        await TakeAsync(bought);
        var order = await bought.ReadAsync();
        var receipt = (await client.GetAsync($"{bought.Path}/receipts")).ShouldBe(200).Json.TextAt("data[0].id");
        var back = (await client.PostAsync("/v1/procurement/supplier-returns", new { purchaseOrderId = order.TextAt("id"), lines = new[] { new { receiptId = receipt, qty = 2 } } }))
            .ShouldBe(201).Json.At("data");
        IsTaken(await client.PostAsync($"/v1/procurement/supplier-returns/{back.TextAt("id")}/ship"));
        var sold = await trade.SellableAsync(3);
        await sold.ActAsync("open", "open");
        await TakeAsync(sold);
        IsTaken(await client.PostAsync($"{sold.Path}/returns", new { locationId = trade.Location, lines = new[] { new { lineNo = 1, qty = 1 } } }));
        var made = await trade.MakeableAsync(2, 2);
        await TakeAsync(made);

        await Eventually.BecomesTrue("each of them has arrived", () => types.All(type => HooksOf(type).Count > 0),
            lastState: () => string.Join(", ", system.Customer.ReceivedAt("/documents").Select(hook => hook.Json.TextAt("type"))));
        foreach (var (type, document) in new[]
        {
            ("receipt.posted", order), ("supplier_return.shipped", order), ("purchase_order.returned", order), ("sales_return.posted", await sold.ReadAsync()),
            ("work_order.output_reported", await made.ReadAsync()),
        })
            HooksOf(type)[0].Json.TextAt("ordering_key").ShouldBe(document.TextAt("id"), type);
        HooksOf("supplier_return.shipped")[0].Json.TextAt("data.return_no").ShouldBe(back.TextAt("returnNo"));
        HooksOf("purchase_order.returned")[0].Json.At("data.lines[0].returned_qty").GetDecimal().ShouldBe(2);
        HooksOf("work_order.output_reported")[0].Json.At("data.completed_qty").GetDecimal().ShouldBe(2);
    }

    IReadOnlyList<ReceivedWebhook> HooksOf(string type) => [.. system.Customer.ReceivedAt("/documents").Where(hook => hook.Json.TextAt("type") == type)];

    static async Task TakeAsync(StockStep document)
    {
        IsTaken(await document.TakeAsync());
        await Eventually.Becomes($"{document.Path} is {document.Done}", async () => (await document.ReadAsync()).TextAt("status")!, status => status == document.Done);
    }

    // However long Inventory needs.
    static void IsTaken(Answer answer) => ((int)answer.Status).ShouldBeInRange(200, 202, $"{answer}");
}
