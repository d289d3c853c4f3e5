using Atlas.Gateway.Credentials;
using Atlas.Gateway.Tests.Setting;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Tests.Credentials;

public class BearerTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    readonly RunningGateway gateway = fixture.Gateway;

    [Theory]
    [InlineData("/v1/items")]
    [InlineData("/api/v1/orders")]
    [InlineData("/v1/api-keys")]
    [InlineData("/v1/operations/health")]
    [InlineData("/v1/nothing-here")]
    [InlineData("/internal/errors")]
    [InlineData("/")]
    public async Task Without_a_key_every_path_is_401_whether_it_exists_or_not(string path)
    {
        using var client = gateway.Client();

        var answer = await client.GetAsync(path);

        answer.ShouldBeError(401, "missing_token");
        answer.Header("WWW-Authenticate").ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer a, Bearer b")]
    [InlineData("Bearer")]
    [InlineData("Bearer two words")]
    [InlineData("atlas_local_FullAccessKey_2026")]
    [InlineData("Bearer atlas_local_FullAccessKey_2025")]
    [InlineData("Bearer atlas_demo_KuhlerExampleKey_2026x")]
    public async Task A_garbled_or_invented_credential_is_401(string authorization)
    {
        using var client = gateway.Client();

        (await client.GetAsync("/api/v1/orders", ("Authorization", authorization))).ShouldBeError(401, "invalid_token");
    }

    [Fact]
    public async Task Two_authorization_headers_are_401_even_when_both_are_good()
    {
        var answer = await gateway.SendRawAsync(
            $"GET /v1/items HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
            $"Authorization: Bearer {RunningGateway.Bootstrap}\r\nAuthorization: Bearer {RunningGateway.Bootstrap}\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 401 ");
        answer.ShouldContain("\"invalid_token\"");
    }

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        using var client = gateway.Client();

        (await client.GetAsync("/v1/items", ("Authorization", $"bearer {RunningGateway.Bootstrap}"))).ShouldBe(200);
    }

    [Fact]
    public async Task The_bootstrap_key_speaks_for_acme_with_every_scope()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var caller = RunningGateway.Identify((await client.GetAsync("/v1/items")).ShouldBe(200), "catalog")!;

        caller.Tenant.ShouldBe("acme");
        caller.DryRunWrites.ShouldBeFalse();
        Scope.All.ShouldAllBe(scope => caller.May(scope));
    }

    [Fact]
    public async Task The_demo_key_reads_the_demo_tenant_and_its_writes_are_dry_runs()
    {
        using var client = gateway.Client(FixedKeys.Demo);

        var caller = RunningGateway.Identify((await client.GetAsync("/api/v1/orders")).ShouldBe(200), "orders")!;

        caller.Tenant.ShouldBe("demo");
        caller.DryRunWrites.ShouldBeTrue();
        caller.May("orders:read").ShouldBeTrue();
        caller.May("orders:write").ShouldBeFalse();
        caller.May("keys:manage").ShouldBeFalse();
    }

    [Fact]
    public async Task A_made_key_speaks_for_its_tenant_with_its_own_scopes_only()
    {
        var key = await gateway.CreateKeyAsync(["orders:read", "batches:read"]);
        using var client = gateway.Client(key.Secret);

        var caller = RunningGateway.Identify((await client.GetAsync("/api/v1/orders")).ShouldBe(200), "orders")!;

        caller.Tenant.ShouldBe("acme");
        caller.Credential.ShouldBe(key.Secret.Split('_')[2]);
        caller.Scopes.ShouldBe(["orders:read", "batches:read"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_wrong_checksum_never_reaches_the_database()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        using var client = gateway.Client();
        var before = gateway.DatabaseQuestions;

        for (var n = 0; n < 50; n++)
        {
            var invented = KeyText.Mint("live", KeyText.NewId());
            var mistyped = invented[..^1] + (invented[^1] == 'a' ? 'b' : 'a');
            (await client.GetAsync("/v1/items", ("Authorization", $"Bearer {mistyped}"))).ShouldBeError(401, "invalid_token");
        }

        (await client.GetAsync("/v1/items", ("Authorization", $"Bearer {key.Secret[..^1]}!"))).ShouldBeError(401, "invalid_token");
        gateway.DatabaseQuestions.ShouldBe(before);
    }

    [Fact]
    public async Task A_forged_key_with_a_known_id_and_a_right_checksum_is_401()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        var forged = KeyText.Mint("live", key.Secret.Split('_')[2]);
        using var client = gateway.Client(forged);

        (await client.GetAsync("/v1/items")).ShouldBeError(401, "invalid_token");
        (await client.GetAsync("/v1/items")).ShouldBeError(401, "invalid_token");
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_asked_for_once_and_then_known_to_be_none()
    {
        // What is known is asked for again after a while, so time stands still.
        await using var gateway = await RunningGateway.StartAsync(fixture.Services, time: new HandClock());
        using var client = gateway.Client(KeyText.Mint("live", KeyText.NewId()));

        for (var n = 0; n < 20; n++) (await client.GetAsync("/v1/items")).ShouldBeError(401, "invalid_token");

        gateway.DatabaseQuestions.ShouldBe(1);
    }

    [Fact]
    public async Task An_expired_key_is_401_and_says_so()
    {
        var clock = new HandClock();
        await using var gateway = await RunningGateway.StartAsync(fixture.Services, time: clock);
        var key = await gateway.CreateKeyAsync(["orders:read"], expiresAt: clock.GetUtcNow().AddSeconds(3));
        using var client = gateway.Client(key.Secret);
        (await client.GetAsync("/api/v1/orders")).ShouldBe(200);
        clock.Turn(TimeSpan.FromSeconds(2));
        (await client.GetAsync("/api/v1/orders")).ShouldBe(200);

        clock.Turn(TimeSpan.FromSeconds(1));

        (await client.GetAsync("/api/v1/orders")).ShouldBeError(401, "expired_token");
    }

    [Fact]
    public async Task The_key_itself_is_not_passed_on_to_a_service()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        (await client.GetAsync("/v1/items")).Text.ShouldNotContain(RunningGateway.Bootstrap);
    }
}
