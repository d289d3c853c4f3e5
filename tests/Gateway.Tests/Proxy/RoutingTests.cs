using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Proxy;

public class RoutingTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    readonly RunningGateway gateway = fixture.Gateway;

    [Theory]
    [InlineData("/v1/items", "catalog")]
    [InlineData("/v1/items/0198", "catalog")]
    [InlineData("/v1/items/by-no/A/B", "catalog")]
    [InlineData("/v1/uoms", "catalog")]
    [InlineData("/v1/menus/7", "catalog")]
    [InlineData("/v1/inventory/balances", "inventory")]
    [InlineData("/v1/inventory/reservations/1/allocate", "inventory")]
    [InlineData("/v1/facilities", "inventory")]
    [InlineData("/v1/facilities/1/locations", "inventory")]
    [InlineData("/v1/lots/1", "inventory")]
    [InlineData("/v1/procurement/purchase-orders", "procurement")]
    [InlineData("/v1/sales/orders/1/ship", "sales")]
    [InlineData("/v1/outlets", "sales")]
    [InlineData("/v1/outlet-orders", "sales")]
    [InlineData("/v1/users/1", "sales")]
    [InlineData("/v1/production/work-orders", "production")]
    [InlineData("/api/v1/batches", "production")]
    [InlineData("/v1/items/0198/where-used", "production")]
    [InlineData("/api/v1/orders", "orders")]
    [InlineData("/api/v1/orders/ord-001/conversation", "orders")]
    [InlineData("/api/v1/customers", "orders")]
    [InlineData("/v1/orders", "orders")]
    [InlineData("/v1/orders/bulk", "orders")]
    [InlineData("/portal/summit", "orders")]
    [InlineData("/api/webhooks/milestone-completed", "webhooks")]
    [InlineData("/v1/webhooks/endpoints", "webhooks")]
    public async Task Each_path_goes_to_the_service_that_owns_it_as_it_is_with_an_identity_for_that_service(string path, string service)
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.SendAsync(HttpMethod.Put, $"{path}?a=1&b=%20", "{}");

        answer.ShouldBe(200);
        answer.Json.TextAt("service").ShouldBe(service);
        answer.Json.TextAt("method").ShouldBe("PUT");
        answer.Json.TextAt("path").ShouldBe(path);
        answer.Json.TextAt("query").ShouldBe("?a=1&b=%20");
        answer.Json.At("bytes").GetInt32().ShouldBe(2);
        RunningGateway.Identify(answer, service).ShouldNotBeNull();
        RunningGateway.Identify(answer, service == "orders" ? "catalog" : "orders").ShouldBeNull();
    }

    [Theory]
    [InlineData("catalog")]
    [InlineData("inventory")]
    [InlineData("procurement")]
    [InlineData("sales")]
    [InlineData("production")]
    [InlineData("orders")]
    [InlineData("webhooks")]
    public async Task Operators_reach_the_errors_of_each_service_and_nobody_else_does(string service)
    {
        using var operators = gateway.Client(RunningGateway.Bootstrap);
        using var others = gateway.Client((await gateway.CreateKeyAsync(["orders:read", "audit:read"])).Secret);

        var answer = await operators.PostAsync($"/v1/operations/{service}/errors/queue-1/redrive");

        answer.ShouldBe(200);
        answer.Json.TextAt("service").ShouldBe(service);
        answer.Json.TextAt("path").ShouldBe("/internal/errors/queue-1/redrive");
        (await operators.GetAsync($"/v1/operations/{service}/errors")).ShouldBe(200).Json.TextAt("path").ShouldBe("/internal/errors");
        var refused = (await others.GetAsync($"/v1/operations/{service}/errors")).ShouldBeError(403, "insufficient_scope");
        refused.Json.TextAt("details[0].meta.scope").ShouldBe("admin");
    }

    [Fact]
    public async Task A_status_of_a_service_is_passed_on_with_its_body()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        (await client.GetAsync("/v1/items/teapot")).ShouldBe(418).Json.TextAt("service").ShouldBe("catalog");
    }

    [Fact]
    public async Task An_identity_is_made_once_for_many_requests_and_made_anew_when_it_grows_old()
    {
        await using var services = await ServicesBehind.StartAsync();
        var clock = new HandClock();
        await using var other = await RunningGateway.StartAsync(services, time: clock);
        using var client = other.Client(RunningGateway.Bootstrap);
        async Task<string> IdentityAsync() => (await client.GetAsync("/v1/items")).ShouldBe(200).Json.TextAt("headers.x-atlas-identity")!;

        var first = await IdentityAsync();
        clock.Turn(TimeSpan.FromSeconds(29));
        var second = await IdentityAsync();
        clock.Turn(TimeSpan.FromSeconds(2));
        var third = await IdentityAsync();

        second.ShouldBe(first);
        third.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_service()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);
        const string trace = "0af7651916cd43dd8448eb211c80319c";

        var answer = await client.GetAsync("/v1/items", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));

        answer.ShouldBe(200).Json.TextAt("headers.traceparent")!.Split('-')[1].ShouldBe(trace);
    }
}
