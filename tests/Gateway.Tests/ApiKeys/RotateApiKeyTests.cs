using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.ApiKeys;

public class RotateApiKeyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IDisposable
{
    readonly RunningGateway gateway = fixture.Gateway;
    readonly ApiClient client = fixture.Gateway.Client(RunningGateway.Bootstrap);

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task During_the_overlap_both_secrets_are_good_and_afterwards_only_the_new_one()
    {
        var clock = new HandClock();
        await using var gateway = await RunningGateway.StartAsync(fixture.Services, time: clock);
        using var client = gateway.Client(RunningGateway.Bootstrap);
        var key = await gateway.CreateKeyAsync(["orders:read"]);

        var rotated = await client.PostAsync($"/v1/api-keys/{key.Id}/rotate", new { overlapSeconds = 3 });

        rotated.ShouldBe(200).Json.ShouldHaveShape(ApiKeySystem.Shape);
        rotated.Data().TextAt("previousSecretUntil").ShouldNotBeNull();
        rotated.Data().TextAt("secret").ShouldNotBe(key.Secret);
        rotated.Header("Cache-Control").ShouldBe("no-store");
        using var old = gateway.Client(key.Secret);
        using var renewed = gateway.Client(rotated.Data().TextAt("secret"));
        (await renewed.GetAsync("/api/v1/orders")).ShouldBe(200);
        (await old.GetAsync("/api/v1/orders")).ShouldBe(200);
        clock.Turn(TimeSpan.FromSeconds(2));
        (await old.GetAsync("/api/v1/orders")).ShouldBe(200);
        clock.Turn(TimeSpan.FromSeconds(1));
        (await old.GetAsync("/api/v1/orders")).ShouldBeError(401, "revoked_token");
        (await renewed.GetAsync("/api/v1/orders")).ShouldBe(200);
    }

    [Fact]
    public async Task Without_overlap_the_old_secret_ends_at_once()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        using var old = gateway.Client(key.Secret);
        (await old.GetAsync("/api/v1/orders")).ShouldBe(200);

        (await client.PostAsync($"/v1/api-keys/{key.Id}/rotate", new { overlapSeconds = 0 })).ShouldBe(200)
            .Data().TextAt("previousSecretUntil").ShouldBeNull();

        (await old.GetAsync("/api/v1/orders")).ShouldBeError(401, "invalid_token");
    }

    [Fact]
    public async Task Without_a_body_the_overlap_is_a_day()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);

        var rotated = await client.PostAsync($"/v1/api-keys/{key.Id}/rotate");

        var until = rotated.ShouldBe(200).Data().At("previousSecretUntil").GetDateTimeOffset();
        (until - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));
    }

    [Theory]
    [InlineData("""{"overlapSeconds":-1}""")]
    [InlineData("""{"overlapSeconds":604801}""")]
    [InlineData("""{"overlapSeconds":"long"}""")]
    public async Task An_overlap_that_is_no_number_of_seconds_up_to_a_week_is_400(string body)
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);

        (await client.PostAsync($"/v1/api-keys/{key.Id}/rotate", body)).ShouldBeError(400, "validation_failed");
    }

    [Fact]
    public async Task A_repeated_request_rotates_once()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await client.PostAsync($"/v1/api-keys/{key.Id}/rotate", "{}", once);
        var second = await client.PostAsync($"/v1/api-keys/{key.Id}/rotate", "{}", once);

        second.ShouldBe(200).Data().TextAt("secret").ShouldBeNull();
        using var user = gateway.Client(first.Data().TextAt("secret"));
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);
    }

    [Fact]
    public async Task Who_lacks_a_scope_of_the_key_may_not_be_shown_its_new_secret()
    {
        var powerful = await gateway.CreateKeyAsync(["admin"]);
        using var limited = gateway.Client((await gateway.CreateKeyAsync(["keys:manage"])).Secret);

        (await limited.PostAsync($"/v1/api-keys/{powerful.Id}/rotate")).ShouldBeError(403, "insufficient_scope");

        using var user = gateway.Client(powerful.Secret);
        (await user.GetAsync("/v1/items")).ShouldBe(200);
    }

    [Fact]
    public async Task A_revoked_key_cannot_be_rotated()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        (await client.DeleteAsync($"/v1/api-keys/{key.Id}")).ShouldBe(200);

        var refused = await client.PostAsync($"/v1/api-keys/{key.Id}/rotate");

        refused.ShouldBeError(409, "invalid_transition");
        refused.Json.TextAt("details[0].meta.from").ShouldBe("revoked");
    }
}
