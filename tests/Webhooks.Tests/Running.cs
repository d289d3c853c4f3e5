using Atlas.Support;

namespace Atlas.Webhooks.Tests;

/// <summary>The running service, its neighbours, and a customer who listens: shared by all tests, each with a tenant of its own.</summary>
public sealed class Running : IAsyncLifetime
{
    public WebhooksService Service { get; private set; } = null!;
    public OtherServices Others { get; private set; } = null!;
    public WebhookReceiver Receiver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await WebhooksService.StartAsync();
        Others = await OtherServices.StartAsync();
        Receiver = await WebhookReceiver.StartAsync();
        // What is done for the first time takes long: this way no test runs into the short timeout because of it.
        using var first = new Subscriber(Service, Receiver);
        var endpoint = await first.SubscribeAsync();
        await first.TestAsync(endpoint);
        await first.DeliveryBecomesAsync(endpoint, "delivered");
    }

    public async Task DisposeAsync()
    {
        await Others.DisposeAsync();
        await Receiver.DisposeAsync();
        await Service.DisposeAsync();
    }

    /// <summary>A tenant that no other test has.</summary>
    public static string NewTenant() => $"t-{Guid.NewGuid().ToString("n")[..12]}";
}

[CollectionDefinition(Name)]
public sealed class OneService : ICollectionFixture<Running>
{
    public const string Name = "one running service";
}
