using Atlas.Support;

namespace Atlas.Webhooks.Tests.Sending;

[Collection(OneService.Name)]
public sealed class KillTests(Running running)
{
    // And so a lease beside which whatever a test waits for is soon.
    static readonly (string, string)[] LongTimeout = [("Webhooks__Timeout", "01:00:00")];

    [Fact]
    public async Task What_a_killed_process_had_in_flight_is_sent_by_the_next_one_at_once()
    {
        var path = $"/{Running.NewTenant()}";
        running.Receiver.Behave(path, Behaviour.First(1, Behaviour.Hang, Behaviour.Accept));
        var first = await WebhooksService.StartAsync(null, LongTimeout);
        var (tenant, delivery) = await SendTestAsync(first, path);
        await running.Receiver.ReceivesAsync(path, 1);

        await first.KillAsync();
        await using var next = await WebhooksService.StartAsync(first.ConnectionString, LongTimeout);

        // Far sooner than the lease of an hour ends.
        var hooks = await running.Receiver.ReceivesAsync(path, 2);
        hooks[1].Id.ShouldBe(hooks[0].Id);
        hooks[1].Body.ShouldBe(hooks[0].Body);
        using var api = next.Client(tenant);
        var log = await Eventually.Becomes("it is delivered", async () => (await api.GetAsync($"/v1/webhooks/deliveries/{delivery}")).ShouldBe(200).Json,
            json => json.TextAt("data.status") == "delivered");
        log.At("data.attempts").EnumerateArray().Select(a => a.TextAt("error")).ShouldBe(["interrupted", null]);
    }

    [Fact]
    public async Task A_living_process_takes_over_what_another_one_leaves()
    {
        var path = $"/{Running.NewTenant()}";
        running.Receiver.Behave(path, Behaviour.First(1, Behaviour.Hang, Behaviour.Accept));
        var first = await WebhooksService.StartAsync(null, LongTimeout);
        await SendTestAsync(first, path);
        await running.Receiver.ReceivesAsync(path, 1);
        await using var second = await WebhooksService.StartAsync(first.ConnectionString, LongTimeout);
        running.Receiver.ReceivedAt(path).Count.ShouldBe(1, "the first one still has it");

        await first.KillAsync();

        await running.Receiver.ReceivesAsync(path, 2);
    }

    [Fact]
    public async Task A_process_that_ends_in_order_gives_back_what_it_had_in_flight()
    {
        var path = $"/{Running.NewTenant()}";
        running.Receiver.Behave(path, Behaviour.First(1, Behaviour.Hang, Behaviour.Accept));
        var first = await WebhooksService.StartAsync(null, LongTimeout);
        await SendTestAsync(first, path);
        await running.Receiver.ReceivesAsync(path, 1);

        await first.StopAsync();

        (await first.QueryAsync<string>("select status from deliveries")).ShouldBe(["retrying"]);
        (await first.QueryAsync<string>("select error from attempts")).ShouldBe(["interrupted"]);
        await using var next = await WebhooksService.StartAsync(first.ConnectionString, LongTimeout);
        await running.Receiver.ReceivesAsync(path, 2);
    }

    [Fact]
    public async Task The_log_of_attempts_and_events_cannot_be_changed_by_the_service()
    {
        var (tables, roles) = ((string[])["attempts", "events", "audit_entries"], (string[])["app", "worker"]);
        foreach (var table in tables)
            foreach (var role in roles)
                (await running.Service.QueryAsync<bool>(
                    $"select has_table_privilege(current_database() || '_{role}', '{table}', 'update') or has_table_privilege(current_database() || '_{role}', '{table}', 'delete')"))
                    .ShouldBe([false], $"{role} on {table}");
    }

    [Fact]
    public async Task An_address_that_turned_bad_after_it_was_registered_is_not_reached()
    {
        using var subscriber = new Subscriber(running.Service, running.Receiver);
        var endpoint = await subscriber.SubscribeAsync();
        await running.Service.QueryAsync<string>("update endpoints set url = 'https://169.254.169.254/latest/meta-data' where tenant_id = $1", subscriber.Tenant);

        var id = await subscriber.TestAsync(endpoint);

        var tried = await Eventually.Becomes("it was tried", () => subscriber.DeliveryAsync(id), d => d.At("attemptCount").GetInt32() > 0);
        tried.TextAt("attempts[0].error").ShouldBe("blocked_address");
        tried.ToString().ShouldNotContain("169.254");
    }

    async Task<(string Tenant, string Delivery)> SendTestAsync(WebhooksService service, string path)
    {
        var tenant = Running.NewTenant();
        using var api = service.Client(tenant);
        var endpoint = (await api.PostAsync("/v1/webhooks/endpoints", new { url = running.Receiver.Url + path })).ShouldBe(201).Json.TextAt("data.id");
        return (tenant, (await api.PostAsync($"/v1/webhooks/endpoints/{endpoint}/test")).ShouldBe(201).Json.TextAt("data.id")!);
    }
}
