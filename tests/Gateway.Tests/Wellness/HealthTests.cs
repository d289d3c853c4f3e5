using System.Text.RegularExpressions;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Wellness;

public class HealthTests : IAsyncLifetime
{
    ServicesBehind services = null!;

    public async Task InitializeAsync() => services = await ServicesBehind.StartAsync();
    public async Task DisposeAsync() => await services.DisposeAsync();

    [Fact]
    public async Task Health_is_what_seed_001_prints_and_needs_no_key()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client();

        var answer = await Eventually.Becomes("it is healthy", () => client.GetAsync("/health"), answer => answer.Status == HttpStatusCode.OK);

        answer.Header("Content-Type")!.ShouldStartWith("application/json");
        Regex.Replace(answer.Text, """\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ""", "TIME")
            .ShouldBe("""{"service":"ims-api","status":"healthy","version":"0.1.0","timestamp":"TIME"}""");
    }

    [Fact]
    public async Task One_service_that_is_down_makes_it_503_unhealthy_until_the_service_is_back()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client();
        await Eventually.Holds("it is healthy", async () => (await client.GetAsync("/health")).ShouldBe(200));
        var port = await services.StopAsync("procurement");

        await Eventually.Holds("it is unhealthy", async () => (await client.GetAsync("/health")).ShouldBe(503).Json.TextAt("status").ShouldBe("unhealthy"));
        await services.StartAgainAsync("procurement", port);
        await Eventually.Holds("it is healthy again", async () => (await client.GetAsync("/health")).ShouldBe(200));
    }

    [Fact]
    public async Task A_service_that_says_it_is_unhealthy_or_does_not_answer_within_two_seconds_is_as_good_as_down()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client(RunningGateway.Bootstrap);
        services["sales"].Health = (503, """{"status":"unhealthy"}""");
        services["webhooks"].HealthDelay = TimeSpan.FromSeconds(30);
        services["orders"].Health = (200, """{"status":"degraded"}""");

        await Eventually.Holds("it is unhealthy", async () => (await client.GetAsync("/health")).ShouldBe(503));

        await Eventually.Holds("each part is as it is", async () =>
        {
            var parts = (await client.GetAsync("/v1/operations/health")).ShouldBe(200).Json.At("data").EnumerateArray()
                .ToDictionary(part => part.TextAt("service")!, part => part.TextAt("status"));
            parts["sales"].ShouldBe("unhealthy");
            parts["webhooks"].ShouldBe("unhealthy");
            parts["orders"].ShouldBe("degraded");
            parts["catalog"].ShouldBe("healthy");
            parts["gateway"].ShouldBe("healthy");
        });
    }

    [Fact]
    public async Task A_service_that_does_not_matter_may_be_down()
    {
        await using var gateway = await RunningGateway.StartAsync(services,
            settings: [("Atlas:Health:Required:0", "orders"), ("Atlas:Health:Required:1", "production")]);
        using var client = gateway.Client();
        await services.StopAsync("procurement");
        await Eventually.Holds("it is healthy", async () => (await client.GetAsync("/health")).ShouldBe(200));

        await services.StopAsync("production");
        await Eventually.Holds("one that matters is down", async () => (await client.GetAsync("/health")).ShouldBe(503));
    }

    [Fact]
    public async Task A_degraded_service_still_works()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client();
        services["orders"].Health = (200, """{"status":"degraded"}""");

        await Eventually.Holds("it is healthy", async () => (await client.GetAsync("/health")).ShouldBe(200).Json.TextAt("status").ShouldBe("healthy"));
    }

    [Fact]
    public async Task However_often_it_is_asked_the_services_are_asked_about_once_a_second_and_start_no_trace()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.GetAsync("/health")));

        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        services["orders"].HealthQuestions.Count.ShouldBeInRange(1, (int)seconds + 1);
        services["orders"].HealthQuestions.ShouldAllBe(trace => trace.EndsWith("-00"));
    }

    [Fact]
    public async Task Ready_and_live_speak_of_the_gateway_alone()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client();
        await services.StopAsync("orders");

        foreach (var path in new[] { "/health/ready", "/health/live", "/alive" })
            (await client.GetAsync(path)).ShouldBe(200).Json.TextAt("service").ShouldBe("gateway");
    }

    [Fact]
    public async Task How_each_part_is_is_for_operators_only()
    {
        await using var gateway = await RunningGateway.StartAsync(services);
        using var client = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);

        (await client.GetAsync("/v1/operations/health")).ShouldBeError(403, "insufficient_scope");
    }
}
