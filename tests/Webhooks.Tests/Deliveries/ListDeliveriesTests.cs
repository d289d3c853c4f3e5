using Atlas.Support;

namespace Atlas.Webhooks.Tests.Deliveries;

[Collection(OneService.Name)]
public sealed class ListDeliveriesTests(Running running) : IDisposable
{
    const string Route = "/v1/webhooks/deliveries";

    readonly Subscriber subscriber = new(running.Service, running.Receiver);

    [Fact]
    public async Task The_list_is_filtered_by_what_the_caller_names()
    {
        var good = await subscriber.SubscribeAsync();
        var bad = await subscriber.SubscribeAsync(behaviour: Behaviour.Gone);
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, "ord-1");
        // The two, and the news that one endpoint is disabled, which follows the failure.
        await Eventually.BecomesTrue("all is settled", async () => await CountAsync("?status=dead,delivered") == 3);
        var eventId = running.Receiver.ReceivedAt(good.Path).First(hook => hook.Json.TextAt("type") == "order.received").Id;

        (await CountAsync("")).ShouldBe(3);
        (await CountAsync($"?eventId={eventId}")).ShouldBe(2);
        (await CountAsync($"?endpointId={bad.Id}")).ShouldBe(1);
        (await CountAsync("?eventType=order.received")).ShouldBe(2);
        (await CountAsync("?status=dead")).ShouldBe(1);
        (await CountAsync("?status=dead,delivered&eventType=order.received")).ShouldBe(2);
        (await CountAsync("?orderingKey=ord-1")).ShouldBe(2);
        (await CountAsync("?from=2001-01-01T00:00:00Z&to=2002-01-01T00:00:00Z")).ShouldBe(0);
        (await CountAsync("?from=2001-01-01T00:00:00Z")).ShouldBe(3);
    }

    [Theory]
    [InlineData("?colour=red", "unknown_filter")]
    [InlineData("?status=lost", "invalid_value")]
    [InlineData("?endpointId=7", "invalid_parameter")]
    [InlineData("?from=yesterday", "invalid_parameter")]
    [InlineData("?limit=-1", "invalid_parameter")]
    [InlineData("?cursor=abc", "invalid_parameter")]
    public async Task A_filter_that_cannot_be_meant_is_refused(string query, string code) =>
        (await subscriber.Api.GetAsync(Route + query)).ShouldBeError(400, code);

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap()
    {
        var endpoint = await subscriber.SubscribeAsync();
        for (var i = 0; i < 5; i++) await subscriber.TestAsync(endpoint);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await subscriber.Api.GetAsync($"{Route}?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).ShouldBe(200).Json;
            page.ShouldHaveShape("""{"data":[],"count":"integer","limit":"integer","offset":"integer","nextCursor":"string?"}""", exactly: true);
            page.At("count").GetInt64().ShouldBe(5);
            seen.AddRange(page.At("data").EnumerateArray().Select(d => d.TextAt("id")!));
            cursor = page.TextAt("nextCursor");
        }
        while (cursor is not null);

        seen.Count.ShouldBe(5);
        seen.ShouldBeUnique();
        seen.ShouldBe([.. seen.OrderDescending()]);
    }

    async Task<long> CountAsync(string query) => (await subscriber.Api.GetAsync(Route + query)).ShouldBe(200).Json.At("count").GetInt64();

    public void Dispose() => subscriber.Dispose();
}
