using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Proxy;

public class ServiceAwayTests : IAsyncLifetime
{
    ServicesBehind services = null!;

    public async Task InitializeAsync() => services = await ServicesBehind.StartAsync();
    public async Task DisposeAsync() => await services.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/orders")]
    [InlineData("/v1/orders")]
    public async Task A_service_that_is_down_is_503_in_the_shape_of_the_surface_until_it_is_back(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client(RunningGateway.Bootstrap);
        (await client.GetAsync(path)).ShouldBe(200);
        var port = await services.StopAsync("orders");

        await Eventually.Holds("the service is away", async () =>
            (await client.PostAsync(path, "{}")).ShouldBeError(503, "service_unavailable").Header("Retry-After").ShouldBe("2"));
        (await client.GetAsync("/v1/items")).ShouldBe(200);

        await services.StartAgainAsync("orders", port);
        await Eventually.Holds("the service is back", async () => (await client.GetAsync(path)).ShouldBe(200));
    }

    [Fact]
    public async Task A_service_that_hangs_up_is_502()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var refused = (await client.PostAsync("/v1/orders/break", "{}")).ShouldBeError(502, "bad_gateway");

        refused.Header("Retry-After").ShouldBe("2");
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_504_in_the_end()
    {
        await using var gateway = await RunningGateway.StartAsync(services, settings: ("Atlas:Forwarding:ActivityTimeoutSeconds", "1"));
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var refused = (await client.GetAsync("/api/v1/orders/hang")).ShouldBeError(504, "timeout");

        refused.Header("Retry-After").ShouldBe("2");
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_its_request_to_the_service_with_it()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningGateway.Bootstrap);
        using var goesAway = new CancellationTokenSource();
        var request = client.GetAsync("/v1/orders/hang", goesAway.Token);
        await Eventually.BecomesTrue("the service has the request", () => services["orders"].Hanging == 1);

        await goesAway.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await Eventually.BecomesTrue("the service was let go", () => services["orders"].Hanging == 0);
    }
}
