using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Edge;

public class TrustedProxyTests
{
    [Fact]
    public async Task A_load_balancer_that_is_trusted_says_who_the_client_is()
    {
        await using var services = await ServicesBehind.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(services, settings: ("Atlas:TrustedProxies:0", "127.0.0.0/8"));
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.GetAsync("/v1/items", ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"));

        answer.ShouldBe(200);
        answer.Json.TextAt("headers.x-forwarded-for").ShouldBe("203.0.113.7");
        answer.Json.TextAt("headers.x-forwarded-proto").ShouldBe("https");
    }
}
