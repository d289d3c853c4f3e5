using Atlas.Support;

namespace Atlas.Production.Tests.Events;

[Collection(OneSystem.Name)]
public sealed class WebhookTests(ProductionSystem system)
{
    [Fact]
    public async Task What_happens_here_reaches_a_subscriber()
    {
        using var maker = await system.MakerAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        string[] types = ["work_order.released", "work_order.output_reported"];
        (await maker.Client.PostAsync("/v1/webhooks/endpoints", new { url = $"{receiver.Url}/hooks", eventTypes = types })).ShouldBe(201);

        var (part, product) = (await maker.ItemAsync(), await maker.ItemAsync("manufactured"));
        await maker.HaveAsync(part, 10);
        await maker.ActiveBomAsync(product, (part, 2));
        var order = await maker.ReleasedAsync(product, 5);
        await maker.DoneAsync(order, "complete", new { qty = 3 });

        var hooks = await receiver.ReceivesAsync("/hooks", types.Length);
        hooks.Select(hook => hook.Json.TextAt("type")).ShouldBe(types, ignoreOrder: true);
        hooks.ShouldAllBe(hook => hook.Json.TextAt("ordering_key") == order.TextAt("id"));
        hooks.Single(hook => hook.Json.TextAt("type") == types[1]).Json.At("data.completed_qty").GetDecimal().ShouldBe(3);
    }
}
