using System.Text.RegularExpressions;
using Atlas.Gateway.Credentials;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.ApiKeys;

public class CreateApiKeyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IDisposable
{
    readonly RunningGateway gateway = fixture.Gateway;
    readonly ApiClient client = fixture.Gateway.Client(RunningGateway.Bootstrap);

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task A_key_is_made_shown_once_and_works_at_once()
    {
        var made = await client.PostAsync("/v1/api-keys", new { name = " ERP sync ", scopes = new[] { "orders:read", "orders:read" } });

        made.ShouldBe(201).Json.ShouldHaveShape(ApiKeySystem.Shape);
        made.Data().TextAt("name").ShouldBe("ERP sync");
        made.Data().TextAt("kind").ShouldBe("live");
        made.Data().TextAt("status").ShouldBe("active");
        made.Data().At("scopes").GetArrayLength().ShouldBe(1);
        made.Header("Cache-Control").ShouldBe("no-store");
        var secret = made.Data().TextAt("secret")!;
        Regex.IsMatch(secret, $"^{KeyText.Pattern}$").ShouldBeTrue();
        secret.ShouldStartWith(made.Data().TextAt("prefix")!);
        secret.ShouldEndWith(made.Data().TextAt("lastFour")!);

        using var user = gateway.Client(secret);
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);
        (await client.GetAsync(made.Header("Location")!)).ShouldBe(200).Data().TextAt("secret").ShouldBeNull();
    }

    [Fact]
    public async Task A_test_key_says_so_in_its_text()
    {
        var made = await client.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read" }, kind = "test" });

        made.ShouldBe(201).Data().TextAt("secret")!.ShouldStartWith("atlas_test_");
    }

    [Theory]
    [InlineData("""{"scopes":["orders:read"]}""", "name", "required")]
    [InlineData("""{"name":"","scopes":["orders:read"]}""", "name", "required")]
    [InlineData("""{"name":5,"scopes":["orders:read"]}""", "name", "invalid_type")]
    [InlineData("""{"name":"x"}""", "scopes", "required")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes", "required")]
    [InlineData("""{"name":"x","scopes":["orders:fly"]}""", "scopes", "invalid_value")]
    [InlineData("""{"name":"x","scopes":"orders:read"}""", "scopes", "invalid_type")]
    [InlineData("""{"name":"x","scopes":["orders:read"],"kind":"demo"}""", "kind", "invalid_value")]
    [InlineData("""{"name":"x","scopes":["orders:read"],"expiresAt":"tomorrow"}""", "expiresAt", "invalid_value")]
    [InlineData("""{"name":"x","scopes":["orders:read"],"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt", "out_of_range")]
    public async Task A_wrong_field_is_400_and_named(string body, string field, string code)
    {
        var answer = await client.PostAsync("/v1/api-keys", body);

        answer.ShouldBeError(400, "validation_failed");
        answer.Json.At("details").EnumerateArray().ShouldContain(d => d.TextAt("field") == field && d.TextAt("code") == code, answer.Text);
    }

    [Theory]
    [InlineData("{", 400, "invalid_json")]
    [InlineData("[]", 400, "invalid_json")]
    [InlineData("", 400, "invalid_json")]
    public async Task What_is_no_JSON_object_is_400(string body, int status, string code) =>
        (await client.PostAsync("/v1/api-keys", body)).ShouldBeError(status, code);

    [Fact]
    public async Task What_is_not_sent_as_JSON_is_415() =>
        (await client.PostAsync("/v1/api-keys", new StringContent("name=x"))).ShouldBeError(415, "unsupported_media_type");

    [Fact]
    public async Task Nobody_gives_away_a_scope_that_he_lacks()
    {
        var manager = await gateway.CreateKeyAsync(["keys:manage", "orders:read"]);
        using var limited = gateway.Client(manager.Secret);

        (await limited.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read" } })).ShouldBe(201);
        var refused = await limited.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read", "orders:write", "admin" } });

        refused.ShouldBeError(403, "insufficient_scope");
        refused.Json.At("details").EnumerateArray().Select(d => d.TextAt("meta.scope")).ShouldBe(["orders:write", "admin"]);
    }

    [Fact]
    public async Task Without_the_scope_keys_manage_it_is_403()
    {
        using var reader = gateway.Client((await gateway.CreateKeyAsync(["orders:read"])).Secret);
        using var demo = gateway.Client(FixedKeys.Demo);

        foreach (var stranger in new[] { reader, demo })
        {
            (await stranger.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read" } }))
                .ShouldBeError(403, "insufficient_scope").Json.TextAt("details[0].meta.scope").ShouldBe("keys:manage");
            (await stranger.GetAsync("/v1/api-keys")).ShouldBeError(403, "insufficient_scope");
        }
    }

    [Fact]
    public async Task A_repeated_request_gets_the_same_key_without_its_secret_and_makes_no_second_one()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { name = Guid.NewGuid().ToString(), scopes = new[] { "orders:read" } };

        var first = await client.PostAsync("/v1/api-keys", body, key);
        var second = await client.PostAsync("/v1/api-keys", body, key);

        first.ShouldBe(201).Data().TextAt("secret").ShouldNotBeNull();
        second.ShouldBe(201).Header("Idempotent-Replayed").ShouldBe("true");
        second.Data().TextAt("id").ShouldBe(first.Data().TextAt("id"));
        second.Data().TextAt("secret").ShouldBeNull();
        (await client.GetAsync("/v1/api-keys?limit=200")).Json.At("data").EnumerateArray().Count(k => k.TextAt("name") == body.name).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_idempotency_key_for_another_body_is_409()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        (await client.PostAsync("/v1/api-keys", new { name = "a", scopes = new[] { "orders:read" } }, key)).ShouldBe(201);

        (await client.PostAsync("/v1/api-keys", new { name = "b", scopes = new[] { "orders:read" } }, key)).ShouldBeError(409, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_dry_run_makes_nothing_and_shows_no_secret()
    {
        var name = Guid.NewGuid().ToString();

        var answer = await client.PostAsync("/v1/api-keys?dryRun=true", new { name, scopes = new[] { "orders:read" } });

        answer.ShouldBe(201).Header("Atlas-Dry-Run").ShouldBe("true");
        answer.Data().TextAt("secret").ShouldBeNull();
        (await gateway.DumpAsync()).ShouldNotContain(name);
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        var made = await client.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read" } }, ("Idempotency-Key", Guid.NewGuid().ToString()));
        var rotated = await client.PostAsync($"/v1/api-keys/{made.Data().TextAt("id")}/rotate", "{}", ("Idempotency-Key", Guid.NewGuid().ToString()));

        var everything = await gateway.DumpAsync();

        everything.ShouldContain(made.Data().TextAt("id")!);
        foreach (var answer in new[] { made, rotated })
            everything.ShouldNotContain(answer.Data().TextAt("secret")!.Split('_')[3][..32]);
    }

    [Fact]
    public async Task Its_making_is_in_the_audit_with_who_and_which_request()
    {
        var made = await client.PostAsync("/v1/api-keys", new { name = "x", scopes = new[] { "orders:read" } }, ("X-Request-Id", "audited-1"));

        (await gateway.AuditAsync(made.Data().TextAt("id")!)).ShouldBe([("acme", "bootstrap", "api_key.created", "audited-1")]);
    }
}
