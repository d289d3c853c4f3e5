using System.Globalization;
using Atlas.Gateway.Credentials;
using Atlas.Gateway.Tests.Setting;

namespace Atlas.Gateway.Tests.Limits;

public class RateLimitTests : IAsyncLifetime
{
    readonly HandClock clock = new();
    ServicesBehind services = null!;

    public async Task InitializeAsync() => services = await ServicesBehind.StartAsync();
    public async Task DisposeAsync() => await services.DisposeAsync();

    Task<RunningGateway> StartAsync(params (string, string)[] settings) => RunningGateway.StartAsync(services, time: clock, settings: settings);

    [Fact]
    public async Task The_demo_key_may_ask_three_hundred_times_a_minute()
    {
        await using var gateway = await StartAsync();
        using var client = gateway.Client(FixedKeys.Demo);

        for (var n = 1; n <= 300; n++)
        {
            var answer = await client.GetAsync("/api/v1/orders");
            answer.ShouldBe(200);
            answer.Header("RateLimit-Policy").ShouldBe("\"default\";q=300;w=60");
            answer.Header("RateLimit")!.ShouldStartWith($"\"default\";r={300 - n};t=");
        }

        var refused = await client.GetAsync("/api/v1/orders");
        refused.ShouldBeError(429, "rate_limited");
        refused.Header("RateLimit")!.ShouldStartWith("\"default\";r=0;t=");
    }

    [Fact]
    public async Task Whoever_waits_for_Retry_After_is_served()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Demo", "3"));
        using var client = gateway.Client(FixedKeys.Demo);
        for (var n = 0; n < 3; n++) (await client.GetAsync("/api/v1/orders")).ShouldBe(200);

        var refused = await client.GetAsync("/api/v1/orders");
        var seconds = int.Parse(refused.ShouldBeError(429, "rate_limited").Header("Retry-After")!, CultureInfo.InvariantCulture);
        seconds.ShouldBe(20);
        clock.Turn(TimeSpan.FromSeconds(seconds));

        (await client.GetAsync("/api/v1/orders")).ShouldBe(200);
        (await client.GetAsync("/api/v1/orders")).ShouldBe(429);
    }

    [Fact]
    public async Task Reads_and_writes_have_budgets_of_their_own_and_so_have_bulk_writes()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Key", "2"), ("Atlas:Limits:KeyBulk", "1"));
        var key = await gateway.CreateKeyAsync(["orders:read", "orders:write"]);
        using var client = gateway.Client(key.Secret);

        for (var n = 0; n < 2; n++) (await client.GetAsync("/v1/orders")).ShouldBe(200);
        (await client.GetAsync("/v1/orders")).ShouldBeError(429, "rate_limited");
        for (var n = 0; n < 2; n++) (await client.PostAsync("/v1/orders", "{}")).ShouldBe(200).Header("RateLimit-Policy").ShouldBe("\"default-writes\";q=2;w=60");
        (await client.PostAsync("/v1/orders", "{}")).ShouldBeError(429, "rate_limited");
        (await client.PostAsync("/v1/orders/bulk", "{}")).ShouldBe(200).Header("RateLimit-Policy").ShouldBe("\"default-bulk\";q=1;w=60");
        (await client.PostAsync("/v1/orders/bulk", "{}")).ShouldBeError(429, "rate_limited");
    }

    [Fact]
    public async Task One_keys_excess_is_not_another_keys_trouble()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Key", "1"));
        using var greedy = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        using var modest = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        (await greedy.GetAsync("/api/v1/orders")).ShouldBe(200);
        (await greedy.GetAsync("/api/v1/orders")).ShouldBe(429);

        (await modest.GetAsync("/api/v1/orders")).ShouldBe(200);
    }

    [Fact]
    public async Task All_keys_of_a_tenant_together_have_a_limit_too()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Tenant", "3"));
        using var one = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        using var two = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        for (var n = 0; n < 3; n++) (await one.GetAsync("/api/v1/orders")).ShouldBe(200);

        var refused = (await two.GetAsync("/api/v1/orders")).ShouldBeError(429, "rate_limited");
        clock.Turn(TimeSpan.FromSeconds(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture)));

        refused.Header("RateLimit-Policy").ShouldBe("\"tenant\";q=3;w=60");
        (await two.GetAsync("/api/v1/orders")).ShouldBe(200);
    }

    [Fact]
    public async Task The_bootstrap_key_has_no_limit_and_is_told_of_none()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Key", "1"), ("Atlas:Limits:Tenant", "1"));
        using var client = gateway.Client(RunningGateway.Bootstrap);

        for (var n = 0; n < 50; n++) (await client.GetAsync("/v1/items")).ShouldBe(200).Header("RateLimit").ShouldBeNull();
    }

    [Fact]
    public async Task Guessing_keys_from_one_address_ends_at_429_and_known_keys_go_on_working_beside_it()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Address", "20"));
        using var known = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        (await known.GetAsync("/api/v1/orders")).ShouldBe(200);
        using var stranger = gateway.Client();
        var before = gateway.DatabaseQuestions;

        var statuses = new List<int>();
        for (var n = 0; n < 60; n++)
            statuses.Add((int)(await stranger.GetAsync("/v1/items", ("Authorization", $"Bearer {KeyText.Mint("live", KeyText.NewId())}"))).Status);

        statuses.Count(status => status == 401).ShouldBe(19); // The known key was a stranger too, once.
        statuses.Count(status => status == 429).ShouldBe(41);
        (gateway.DatabaseQuestions - before).ShouldBe(19);
        (await known.GetAsync("/api/v1/orders")).ShouldBe(200);
        (await stranger.GetAsync("/docs")).ShouldBeError(429, "rate_limited");
        (await stranger.GetAsync("/health")).ShouldBe(200);
    }

    [Fact]
    public async Task A_refusal_for_the_rate_comes_before_route_and_scope_are_looked_at()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Demo", "1"));
        using var client = gateway.Client(FixedKeys.Demo);
        (await client.GetAsync("/v1/nothing")).ShouldBeError(404, "route_not_found");

        (await client.GetAsync("/v1/nothing")).ShouldBeError(429, "rate_limited");
        (await client.GetAsync("/v1/api-keys")).ShouldBeError(429, "rate_limited");
    }

    [Fact]
    public async Task A_request_that_is_refused_reaches_no_service()
    {
        await using var gateway = await StartAsync(("Atlas:Limits:Demo", "1"));
        using var client = gateway.Client(FixedKeys.Demo);
        (await client.GetAsync("/api/v1/orders")).ShouldBe(200);
        await services.StopAsync("orders");

        (await client.GetAsync("/api/v1/orders")).ShouldBeError(429, "rate_limited"); // And not 503.
    }
}
