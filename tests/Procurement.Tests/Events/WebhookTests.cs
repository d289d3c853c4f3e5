using Atlas.Support;

namespace Atlas.Procurement.Tests.Events;

[Collection(OneSystem.Name)]
public sealed class WebhookTests(ProcurementSystem system)
{
    [Fact]
    public async Task What_happens_here_reaches_a_subscriber()
    {
        using var buyer = await system.BuyerAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        string[] types = ["purchase_order.approved", "receipt.posted", "supplier_return.shipped"];
        (await buyer.Client.PostAsync("/v1/webhooks/endpoints", new { url = $"{receiver.Url}/hooks", eventTypes = types })).ShouldBe(201);

        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit", "approve");
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        var back = await SupplierReturns.ReturnWords.ReturnAsync(buyer, receipt, 4);
        (await SupplierReturns.ReturnWords.ActOnReturnAsync(buyer, back, "ship")).ShouldBe(200);

        var hooks = await receiver.ReceivesAsync("/hooks", types.Length);
        hooks.Select(hook => hook.Json.TextAt("type")).ShouldBe(types, ignoreOrder: true);
        hooks.ShouldAllBe(hook => hook.Json.TextAt("ordering_key") == order.TextAt("id"));
        hooks.Single(hook => hook.Json.TextAt("type") == types[2]).Json.TextAt("data.return_no").ShouldBe(back.TextAt("returnNo"));
    }
}
