using Atlas.Support;

namespace Atlas.Sales.Tests.Events;

[Collection(OneSystem.Name)]
public sealed class WebhookTests(SalesSystem system)
{
    [Fact]
    public async Task What_happens_here_reaches_a_subscriber()
    {
        using var seller = await system.SellerAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        string[] types = ["sales_order.opened", "shipment.posted", "sales_return.posted"];
        (await seller.Client.PostAsync("/v1/webhooks/endpoints", new { url = $"{receiver.Url}/hooks", eventTypes = types })).ShouldBe(201);

        var order = await seller.OrderAsync(await seller.StockedItemAsync(10), 6, "open", "ship");
        (await seller.ActAsync(order, "returns", new { locationId = seller.A, lines = new[] { new { lineNo = 1, qty = 2 } } })).ShouldBe(201);

        var hooks = await receiver.ReceivesAsync("/hooks", types.Length);
        hooks.Select(hook => hook.Json.TextAt("type")).ShouldBe(types, ignoreOrder: true);
        hooks.ShouldAllBe(hook => hook.Json.TextAt("ordering_key") == order.TextAt("id"));
        hooks.Single(hook => hook.Json.TextAt("type") == types[2]).Json.At("data.lines[0].qty").GetDecimal().ShouldBe(2);
    }
}
