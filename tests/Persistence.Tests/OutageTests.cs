using Atlas.Support;

namespace Atlas.Persistence.Tests;

/// <summary>The broker and the database go away and come back; nobody restarts anything by hand.</summary>
public sealed class OutageTests(TallyFixture fixture) : IClassFixture<TallyFixture>, IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    TestInfrastructure infrastructure = null!;

    TallyService Service => fixture.Service;

    public async Task InitializeAsync() => infrastructure = await TestInfrastructure.SharedAsync();

    // A test that failed half way must not take the others with it.
    public async Task DisposeAsync()
    {
        if (infrastructure.Postgres.ProcessId is null) await infrastructure.Postgres.StartAsync();
        if (infrastructure.RabbitMq.ProcessId is null) await infrastructure.RabbitMq.StartAsync();
    }

    [Fact]
    public async Task Without_the_broker_writes_go_on_and_everything_arrives_once_when_it_is_back()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await Service.CreateTallyAsync($"without the broker {i}"));
        foreach (var id in ids) (await Service.RaiseAsync(id)).ShouldBe(200);

        await infrastructure.RabbitMq.KillAsync();
        for (var i = 0; i < 10; i++)
            foreach (var id in ids) (await Service.RaiseAsync(id)).ShouldBe(200);
        using (var anybody = new ApiClient(Service.Url))
            await Eventually.Becomes("the health is degraded", () => anybody.GetAsync("/health"),
                answer => answer.Status == HttpStatusCode.OK && answer.Json.TextAt("status") == "degraded");
        (await Service.OutboxAsync()).ShouldBeGreaterThanOrEqualTo(50);
        using (var admin = Service.Client())
            (await admin.GetAsync("/internal/errors")).ShouldBeError(503, "broker_unreachable").Header("Retry-After").ShouldBe("5");
        await infrastructure.RabbitMq.StartAsync();

        foreach (var id in ids) await Service.EntriesBecomeAsync(id, Enumerable.Range(1, 11).Select(v => (long)v), Patience, inAnyOrder: true);
        await Eventually.BecomesTrue("the outbox is empty", async () => await Service.OutboxAsync() == 0);
        await Service.IsHealthyAsync();
    }

    [Fact]
    public async Task Without_the_database_requests_get_503_and_everything_goes_on_when_it_is_back()
    {
        var id = await Service.CreateTallyAsync("without the database");
        using var client = Service.Client();
        var (key, message) = (("Idempotency-Key", "during-the-outage"), SentMessage.Raised("sent during the outage"));

        await infrastructure.Postgres.KillAsync();
        foreach (var surface in (string[])["/v1", "/api/v1"])
        {
            var read = (await client.GetAsync($"{surface}/tallies/{id}")).ShouldBeError(503, "database_unreachable");
            read.Header("Retry-After").ShouldBe("5");
            var write = (await client.PostAsync($"{surface}/tallies/{id}/raise", new { by = 1 }, key)).ShouldBeError(503, "database_unreachable");
            write.Header("Retry-After").ShouldBe("5");
        }

        (await client.GetAsync("/health")).ShouldBe(503).Json.TextAt("status").ShouldBe("unhealthy");
        (await client.GetAsync("/alive")).ShouldBe(200);
        await Service.SendAsync(message);
        await infrastructure.Postgres.StartAsync();

        await Eventually.Becomes("writes are taken again", () => client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, key),
            answer => answer.Status == HttpStatusCode.OK, Patience);
        await Service.EntriesBecomeAsync(id, [1], Patience);
        await Service.EntriesBecomeAsync(message.TallyId, [1], Patience);
        (await Service.WaitingInAsync(Service.QueueOf("write-entry_error"))).ShouldBe(0u);
    }
}
