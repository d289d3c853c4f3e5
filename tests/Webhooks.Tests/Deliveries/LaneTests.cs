using Atlas.Support;
using Npgsql;

namespace Atlas.Webhooks.Tests.Deliveries;

[Collection(OneService.Name)]
public sealed class LaneTests(Running running) : IDisposable
{
    const int Width = 8;

    readonly Subscriber subscriber = new(running.Service, running.Receiver);

    [Fact]
    public async Task Receivers_that_hang_delay_nobody_else()
    {
        const int events = 30;
        using var unlucky = new Subscriber(running.Service, running.Receiver);
        var hung = new List<Subscription>();
        for (var i = 0; i < 5; i++) hung.Add(await unlucky.SubscribeAsync(behaviour: Behaviour.Hang));
        var healthy = await subscriber.SubscribeAsync();

        // Nothing leaves until all is there, so that each lane takes at once what it can hold.
        await using (await HoldLanesAsync(unlucky.Tenant))
        {
            for (var i = 0; i < events; i++) await running.Others.ReceiveOrderAsync(unlucky.Tenant, $"ord-{i}");
            await Eventually.BecomesTrue("all deliveries are due", async () => (await running.Service.QueryAsync<long>(
                "select count(*) from deliveries where tenant_id = $1", unlucky.Tenant))[0] == events * hung.Count);
        }

        foreach (var endpoint in hung) await running.Receiver.ReceivesAsync(endpoint.Path, Width);
        for (var i = 0; i < events; i++) await running.Others.ReceiveOrderAsync(subscriber.Tenant, $"ord-{i}");

        var received = await running.Receiver.ReceivesAsync(healthy.Path, events);
        received.Count.ShouldBe(events);
        foreach (var endpoint in hung)
        {
            await Eventually.BecomesTrue("all that a lane holds ran out of time", async () => (await AttemptsAsync(endpoint)).Count >= Width);
            var attempts = await AttemptsAsync(endpoint);
            attempts.Count(attempt => attempt.At < attempts.Min(a => a.EndedAt)).ShouldBe(Width, "no more than a lane holds are on their way at once");
        }
    }

    [Fact]
    public async Task A_lane_that_ran_into_timeouts_is_probed_one_by_one_until_one_succeeds()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.Hang);
        for (var i = 0; i < Width + 6; i++) await subscriber.TestAsync(endpoint);
        await Eventually.BecomesTrue("two probes ran out of time", async () => (await AttemptsAsync(endpoint)).Count >= Width + 2);
        var probes = (await AttemptsAsync(endpoint)).Skip(Width).ToList();
        foreach (var (probe, next) in probes.Zip(probes.Skip(1))) next.At.ShouldBeGreaterThanOrEqualTo(probe.EndedAt);
        (await subscriber.Api.GetAsync($"/v1/webhooks/endpoints/{endpoint.Id}")).Json.TextAt("data.status").ShouldBe("degraded");

        running.Receiver.Behave(endpoint.Path, Behaviour.Accept);

        await Eventually.BecomesTrue("everything is delivered", async () =>
            (await subscriber.DeliveriesAsync(endpoint)).All(d => d.TextAt("status") == "delivered"));
        (await subscriber.Api.GetAsync($"/v1/webhooks/endpoints/{endpoint.Id}")).Json.TextAt("data.status").ShouldBe("active");
    }

    [Fact]
    public async Task Where_order_is_kept_a_key_waits_for_its_first_event_and_other_keys_do_not()
    {
        // It asks to be left alone for so long that nothing is given up meanwhile.
        var endpoint = await subscriber.SubscribeAsync(
            new { ordering = "key" }, Behaviour.Status(HttpStatusCode.InternalServerError, ("Retry-After", "3600")));
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, "ord-1");
        await running.Receiver.ReceivesAsync(endpoint.Path, 1);
        for (var i = 0; i < 5; i++) await running.Others.PlanBatchAsync(subscriber.Tenant, "ord-1");
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, "ord-2");
        await Eventually.BecomesTrue("the first of each key was tried", async () =>
            (await subscriber.DeliveriesAsync(endpoint)) is { Count: 7 } all && all.Count(d => d.TextAt("status") == "retrying") == 2);

        running.Receiver.Behave(endpoint.Path, Behaviour.Accept);
        foreach (var tried in (await subscriber.DeliveriesAsync(endpoint)).Where(d => d.TextAt("status") == "retrying"))
            (await subscriber.Api.PostAsync($"/v1/webhooks/deliveries/{tried.TextAt("id")}/retry")).ShouldBe(200);

        await Eventually.BecomesTrue("everything is delivered", async () =>
            (await subscriber.DeliveriesAsync(endpoint)) is { Count: 7 } all && all.All(d => d.TextAt("status") == "delivered"));
        var numbers = running.Receiver.ReceivedAt(endpoint.Path).Where(hook => KeyOf(hook) == "ord-1").Select(hook => hook.Json.At("sequence").GetInt64()).ToList();
        numbers.ShouldBe([.. numbers.Order()], "never back");
        numbers.Distinct().ShouldBe([1L, 2L, 3L, 4L, 5L, 6L]);
    }

    [Fact]
    public async Task A_key_whose_event_is_given_up_parks_until_that_event_is_retried()
    {
        var endpoint = await subscriber.SubscribeAsync(
            new { ordering = "key", eventTypes = new[] { "order.received", "batch.planned" } }, Behaviour.Status(HttpStatusCode.InternalServerError));
        var watcher = await subscriber.SubscribeAsync(new { eventTypes = new[] { "endpoint.key_parked" } });
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, "ord-1");
        var told = (await running.Receiver.ReceivesAsync(watcher.Path, 1))[0].Json;
        told.TextAt("data.ordering_key").ShouldBe("ord-1");
        running.Receiver.Behave(endpoint.Path, Behaviour.Accept);
        await running.Others.PlanBatchAsync(subscriber.Tenant, "ord-1");
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, "ord-2");
        await Eventually.BecomesTrue("the other key flows", () => running.Receiver.ReceivedAt(endpoint.Path).Any(hook => KeyOf(hook) == "ord-2"));
        await Eventually.BecomesTrue("the next event of the key is parked", async () =>
        {
            var parked = (await subscriber.DeliveriesAsync(endpoint)).Single(d => d.TextAt("eventType") == "batch.planned");
            return parked.TextAt("status") == "pending" && parked.At("nextAttemptAt").ValueKind == System.Text.Json.JsonValueKind.Null;
        });

        (await subscriber.Api.PostAsync($"/v1/webhooks/deliveries/{told.TextAt("data.delivery_id")}/retry")).ShouldBe(200);

        await Eventually.BecomesTrue("everything is delivered", async () =>
            (await subscriber.DeliveriesAsync(endpoint)).All(d => d.TextAt("status") == "delivered"));
        var numbers = running.Receiver.ReceivedAt(endpoint.Path).Where(hook => KeyOf(hook) == "ord-1").Select(hook => hook.Json.At("sequence").GetInt64()).ToList();
        numbers.ShouldBe([.. numbers.Order()], "never back");
        numbers.Distinct().ShouldBe([1L, 2L]);
    }

    [Fact]
    public async Task A_limited_endpoint_gets_no_more_than_its_rate()
    {
        var endpoint = await subscriber.SubscribeAsync(new { ratePerSecond = 2 });

        for (var i = 0; i < 8; i++) await subscriber.TestAsync(endpoint);

        await running.Receiver.ReceivesAsync(endpoint.Path, 8);
        await Eventually.BecomesTrue("all are recorded", async () => (await AttemptsAsync(endpoint)).Count >= 8);
        // Two at once, and six more at two a second: the last cannot leave before three seconds, however slow the machine is.
        var asked = (await running.Service.QueryAsync<DateTime>("select min(created_at) from deliveries where endpoint_id = $1::uuid", endpoint.Id))[0];
        ((await AttemptsAsync(endpoint))[7].At - asked).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task An_endpoint_that_only_fails_is_spoken_of_and_then_disabled()
    {
        var failing = await subscriber.SubscribeAsync(
            new { eventTypes = new[] { "order.received" } }, Behaviour.Status(HttpStatusCode.InternalServerError));
        var watcher = await subscriber.SubscribeAsync(new { eventTypes = new[] { "endpoint.failing", "endpoint.disabled" } });

        // Warned after 1, 24 and 96 minutes, disabled after 120 and 20 attempts: the usual shares of the time that is set here.
        var order = 0;
        foreach (var (minutes, warnings) in ((int, int)[])[(2, 1), (25, 2), (97, 3)])
        {
            await HasFailedForAsync(minutes);
            await FailsUntilAsync($"{warnings} warnings were heard", () => Task.FromResult(Told().Count == warnings));
        }

        await HasFailedForAsync(121);
        await FailsUntilAsync("the endpoint is disabled", async () =>
            (await subscriber.Api.GetAsync($"/v1/webhooks/endpoints/{failing.Id}")).Json.TextAt("data.disabledReason") == "failing");

        await Eventually.BecomesTrue("that was heard too", () => Told().Count == 4);
        var told = Told();
        told.Select(hook => hook.Json.TextAt("type")).Order()
            .ShouldBe(["endpoint.disabled", "endpoint.failing", "endpoint.failing", "endpoint.failing"]);
        var disabled = told.Single(hook => hook.Json.TextAt("type") == "endpoint.disabled").Json;
        disabled.TextAt("data.reason").ShouldBe("failing");
        disabled.At("data.failed_attempts").GetInt32().ShouldBeGreaterThanOrEqualTo(20);

        List<ReceivedWebhook> Told() => [.. running.Receiver.ReceivedAt(watcher.Path).DistinctBy(hook => hook.Id)];

        Task HasFailedForAsync(int minutes) => running.Service.QueryAsync<object>(
            $"update lanes set failing_since = now() - interval '{minutes} minutes' where endpoint_id = $1::uuid", failing.Id);

        Task FailsUntilAsync(string what, Func<Task<bool>> isSo) => Eventually.BecomesTrue(what, async () =>
        {
            await running.Others.ReceiveOrderAsync(subscriber.Tenant, $"ord-{++order}");
            return await isSo();
        });
    }

    static string? KeyOf(ReceivedWebhook hook) => hook.Json.TextAt("ordering_key");

    public void Dispose() => subscriber.Dispose();

    // Until it is disposed, the dispatcher leaves the tenant's lanes alone, as if another instance were at them.
    async Task<NpgsqlConnection> HoldLanesAsync(string tenant)
    {
        var connection = new NpgsqlConnection(running.Service.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("select 1 from lanes where tenant_id = $1 for update", connection);
        hold.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    // As the sender recorded them, in the order in which they began; what a busy machine does to the receiver does not show there.
    async Task<List<(DateTimeOffset At, DateTimeOffset EndedAt)>> AttemptsAsync(Subscription endpoint)
    {
        var attempts = await running.Service.QueryAsync<DateTime[]>("""
            select array[a.at, a.at + a.duration_ms * interval '1 millisecond']
            from attempts a join deliveries d on d.tenant_id = a.tenant_id and d.id = a.delivery_id
            where d.endpoint_id = $1::uuid order by a.at
            """, endpoint.Id);
        return attempts.ConvertAll(times => ((DateTimeOffset)times[0], (DateTimeOffset)times[1]));
    }
}
