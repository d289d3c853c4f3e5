namespace Atlas.Gateway.Tests.Setting;

/// <summary>One gateway for the tests of a class that do not disturb each other.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal ServicesBehind Services { get; private set; } = null!;
    internal RunningGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Services = await ServicesBehind.StartAsync();
        Gateway = await RunningGateway.StartAsync(Services, settings: ("Atlas:Limits:Demo", "100000"));
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Services.DisposeAsync();
    }
}
