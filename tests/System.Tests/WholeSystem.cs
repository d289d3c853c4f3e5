using Atlas.Support;

namespace Atlas.SystemTests;

/// <summary>One running Atlas for all tests here, which exports its traces to a receiver that the tests can read.</summary>
public sealed class WholeSystem : IAsyncLifetime
{
    public OtlpReceiver Traces { get; private set; } = null!;
    public RunningAtlas Atlas { get; private set; } = null!;
    public WebhookReceiver Customer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Traces = await OtlpReceiver.StartAsync();
        Customer = await WebhookReceiver.StartAsync();
        Atlas = await RunningAtlas.StartAsync(new Dictionary<string, string>(Traces.Environment)
        {
            ["Atlas__Limits__Key"] = "10000000",
            ["Atlas__Limits__Tenant"] = "10000000",
            ["Atlas__Limits__Address"] = "10000000",
            // Soon enough to watch, and as many attempts as the usual schedule has.
            ["Webhooks__RetrySchedule"] = "00:00:00,00:00:01,00:00:01,00:00:02,00:00:02,00:00:05,00:00:05,00:00:05,00:00:10,00:00:10",
        });
    }

    public async Task DisposeAsync()
    {
        await Atlas.DisposeAsync();
        await Customer.DisposeAsync();
        await Traces.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<WholeSystem>
{
    public const string Name = "one running system";
}
