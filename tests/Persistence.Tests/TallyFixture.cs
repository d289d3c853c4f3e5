namespace Atlas.Persistence.Tests;

/// <summary>One running tiny service for the tests of a class.</summary>
public sealed class TallyFixture : IAsyncLifetime
{
    public TallyService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await TallyService.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
