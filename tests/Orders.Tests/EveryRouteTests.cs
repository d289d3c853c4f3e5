using Atlas.Support;

namespace Atlas.Orders.Tests;

/// <summary>What every route of seed 000 that Orders answers has in common.</summary>
[Collection(OneSystem.Name)]
public sealed class EveryRouteTests(OrdersSystem system)
{
    public static TheoryData<string, string, string> Routes => new()
    {
        { "GET", "/api/v1/orders", "orders:read" },
        { "GET", "/api/v1/orders/ord-001", "orders:read" },
        { "POST", "/api/v1/orders", "orders:write" },
        { "PUT", "/api/v1/orders/by-code/PO-1", "orders:write" },
        { "POST", "/api/v1/orders/ord-001/hold", "orders:write" },
        { "GET", "/api/v1/orders/ord-001/conversation", "conversations:read" },
        { "POST", "/api/v1/orders/ord-001/conversation", "conversations:write" },
        { "GET", "/api/v1/customers", "customers:read" },
        { "GET", "/api/v1/customers/summit", "customers:read" },
        { "POST", "/api/v1/customers", "customers:write" },
        { "PATCH", "/api/v1/customers/summit", "customers:write" },
        { "POST", "/api/v1/customers/summit/portal-link", "customers:write" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nobody_gets_in_without_a_token_or_with_a_forged_one(string method, string path, string _)
    {
        using var nobody = system.Atlas.Client(null);
        using var forger = system.Atlas.Client("atlas_local_FullAccessKey_2027");

        (await nobody.SendAsync(new HttpMethod(method), path)).ShouldBeError(401, "missing_token").Header("WWW-Authenticate")!.ShouldStartWith("Bearer");
        (await forger.SendAsync(new HttpMethod(method), path)).ShouldBeError(401, "invalid_token");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_key_without_the_scope_is_told_which_one_it_needs(string method, string path, string scope)
    {
        using var other = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("acme", "webhooks:manage"));

        var refused = (await other.SendAsync(new HttpMethod(method), path)).ShouldBeError(403, "insufficient_scope");

        refused.Json.TextAt("error.message")!.ShouldContain(scope);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_service_itself_answers_only_to_the_gateway(string method, string path, string _)
    {
        using var direct = new ApiClient(system.Atlas.UrlOf("orders"), RunningAtlas.LocalKey);
        using var forger = new ApiClient(system.Atlas.UrlOf("orders"), RunningAtlas.LocalKey, ("X-Atlas-Identity", "eyJhbGciOiJub25lIn0.e30."));

        (await direct.SendAsync(new HttpMethod(method), path)).ShouldBe(401);
        (await forger.SendAsync(new HttpMethod(method), path)).ShouldBe(401);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        using var eager = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("acme", "orders:read"));

        Answer? limited = null;
        for (var n = 0; n < 5 * OrdersSystem.KeyLimit && limited is null; n++)
            if (await eager.GetAsync("/api/v1/orders?limit=1") is { Status: HttpStatusCode.TooManyRequests } answer) limited = answer;

        limited!.ShouldBeError(429, "rate_limited");
        int.Parse(limited.Header("Retry-After")!).ShouldBeInRange(1, 60);
        limited.Header("RateLimit").ShouldNotBeNull();
        (await system.Acme.GetAsync("/api/v1/orders?limit=1")).ShouldBe(200);
    }
}
