using System.Text;
using Atlas.Support;

namespace Atlas.Webhooks.Tests.Endpoints;

[Collection(OneService.Name)]
public sealed class EndpointTests(Running running) : IDisposable
{
    const string Route = "/v1/webhooks/endpoints";
    const string Shape = """
        {"id":"uuid","url":"string","description":"string?","eventTypes":["string"],"enabled":"boolean","status":"string","disabledReason":"string?",
         "disabledAt":"timestamp?","failingSince":"timestamp?","ordering":"string","payload":"string","ratePerSecond":"integer?",
         "staticHeaderNames":["string"],"hasBearerToken":"boolean","createdAt":"timestamp","updatedAt":"timestamp","version":"integer"}
        """;

    readonly Subscriber subscriber = new(running.Service, running.Receiver);

    [Fact]
    public async Task A_new_endpoint_shows_its_secret_once_and_its_other_secrets_never()
    {
        var made = (await subscriber.Api.PostAsync(Route, new
        {
            url = running.Receiver.Url + "/hook", description = "ERP", eventTypes = new[] { "order.received" }, ordering = "key", payload = "thin",
            ratePerSecond = 10, bearerToken = "t0ken", staticHeaders = new Dictionary<string, string> { ["X-Team"] = "ops-value" },
        })).ShouldBe(201);

        var id = made.Json.TextAt("data.id")!;
        made.Header("Location").ShouldBe($"{Route}/{id}");
        made.Header("ETag").ShouldBe("\"v1\"");
        made.Header("Cache-Control").ShouldBe("no-store");
        made.Json.At("data").ShouldHaveShape(Shape.TrimEnd()[..^1] + ""","secret":"string"}""", exactly: true);
        Convert.FromBase64String(made.Json.TextAt("data.secret")!["whsec_".Length..]).Length.ShouldBe(32);
        var read = (await subscriber.Api.GetAsync($"{Route}/{id}")).ShouldBe(200);
        read.Json.At("data").ShouldHaveShape(Shape, exactly: true);
        read.Header("ETag").ShouldBe("\"v1\"");
        read.Json.TextAt("data.status").ShouldBe("active");
        read.Json.TextAt("data.staticHeaderNames[0]").ShouldBe("X-Team");
        read.Text.ShouldNotContain("ops-value");
        read.Text.ShouldNotContain("t0ken");
    }

    [Fact]
    public async Task A_request_that_is_repeated_under_its_key_makes_one_endpoint_and_shows_the_same_secret()
    {
        var body = new { url = running.Receiver.Url + "/hook" };

        var first = (await subscriber.Api.PostAsync(Route, body, ("Idempotency-Key", "make"))).ShouldBe(201);
        var again = (await subscriber.Api.PostAsync(Route, body, ("Idempotency-Key", "make"))).ShouldBe(201);

        again.Text.ShouldBe(first.Text);
        again.Header("Cache-Control").ShouldBe("no-store");
        (await subscriber.Api.GetAsync(Route)).Json.At("count").GetInt64().ShouldBe(1);
        (await subscriber.Api.PostAsync(Route, new { url = running.Receiver.Url + "/other" }, ("Idempotency-Key", "make")))
            .ShouldBeError(409, "idempotency_key_reused");
    }

    [Fact]
    public async Task Nothing_secret_lies_open_in_the_database()
    {
        var made = await subscriber.Api.PostAsync(Route, new
        {
            url = running.Receiver.Url + "/hook", bearerToken = "open-bearer-token",
            staticHeaders = new Dictionary<string, string> { ["X-Team"] = "open-header-value" },
        }, ("Idempotency-Key", "make"));
        var secret = made.ShouldBe(201).Json.TextAt("data.secret")!;

        var tables = await running.Service.QueryAsync<string>(
            "select tablename::text from pg_tables where schemaname = 'public' and tablename <> '__EFMigrationsHistory'");
        foreach (var table in tables)
        {
            var rows = string.Join('\n', await running.Service.QueryAsync<string>($"select t::text from {table} t"));
            foreach (var text in (string[])[secret, "open-bearer-token", "open-header-value"])
            {
                rows.ShouldNotContain(text, Case.Sensitive, table);
                rows.ShouldNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)), Case.Sensitive, table);
            }

            rows.ShouldNotContain(Convert.ToHexStringLower(Convert.FromBase64String(secret["whsec_".Length..])), Case.Sensitive, table);
        }
    }

    [Fact]
    public async Task A_change_touches_what_it_names_and_honours_the_version()
    {
        var endpoint = await subscriber.SubscribeAsync(new { description = "before", bearerToken = "t0ken" });
        var route = $"{Route}/{endpoint.Id}";

        var changed = (await subscriber.Api.PatchAsync(route, new { description = (string?)null, ratePerSecond = 5 }, ("If-Match", "\"v1\""))).ShouldBe(200);

        changed.Header("ETag").ShouldBe("\"v2\"");
        changed.Json.At("data.description").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        changed.Json.At("data.ratePerSecond").GetInt32().ShouldBe(5);
        changed.Json.At("data.hasBearerToken").GetBoolean().ShouldBeTrue();
        (await subscriber.Api.PatchAsync(route, new { description = "late" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        var disabled = (await subscriber.Api.PatchAsync(route, new { enabled = false, bearerToken = (string?)null })).ShouldBe(200).Json;
        disabled.TextAt("data.disabledReason").ShouldBe("manual");
        disabled.At("data.hasBearerToken").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_endpoint_is_gone_and_its_deliveries_stay_readable()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.Status(HttpStatusCode.InternalServerError));
        var id = await subscriber.TestAsync(endpoint);
        var route = $"{Route}/{endpoint.Id}";
        (await subscriber.Api.DeleteAsync(route, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");

        (await subscriber.Api.DeleteAsync(route)).ShouldBe(204);

        (await subscriber.Api.GetAsync(route)).ShouldBeError(404, "resource_not_found");
        (await subscriber.Api.DeleteAsync(route)).ShouldBeError(404, "resource_not_found");
        (await subscriber.DeliveryAsync(id)).TextAt("status").ShouldBe("dead");
        (await subscriber.Api.PostAsync($"/v1/webhooks/deliveries/{id}/retry")).ShouldBeError(409, "endpoint_deleted");
        (await running.Service.QueryAsync<long>("select count(*) from endpoint_secrets where tenant_id = $1", subscriber.Tenant)).ShouldBe([0]);
    }

    [Fact]
    public async Task While_a_secret_is_rotated_the_old_one_signs_too()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var rotate = $"{Route}/{endpoint.Id}/secret/rotate";

        var rotated = (await subscriber.Api.PostAsync(rotate, new { overlapSeconds = 3_600 })).ShouldBe(200).Json;

        rotated.At("data").ShouldHaveShape("""{"secret":"string","secrets":[{"secret":"string","createdAt":"timestamp","expiresAt":"timestamp?"}]}""", exactly: true);
        var newest = rotated.TextAt("data.secret")!;
        newest.ShouldNotBe(endpoint.Secret);
        await subscriber.TestAsync(endpoint);
        var both = (await running.Receiver.ReceivesAsync(endpoint.Path, 1))[0];
        both.WhyNotSignedWith(newest).ShouldBeNull();
        both.WhyNotSignedWith(endpoint.Secret).ShouldBeNull();
        var tokens = both.Headers["webhook-signature"].Split(' ');
        tokens.Length.ShouldBe(2);
        (both with { Headers = new Dictionary<string, string>(both.Headers) { ["webhook-signature"] = tokens[0] } }).WhyNotSignedWith(newest).ShouldBeNull("newest first");

        (await subscriber.Api.PostAsync(rotate, new { overlapSeconds = 3_600 })).ShouldBe(200);
        (await subscriber.Api.PostAsync(rotate, new { overlapSeconds = 3_600 })).ShouldBeError(409, "too_many_secrets");

        var only = (await subscriber.Api.PostAsync(rotate, new { overlapSeconds = 0 })).ShouldBe(200).Json.TextAt("data.secret")!;
        await subscriber.TestAsync(endpoint);
        var last = (await running.Receiver.ReceivesAsync(endpoint.Path, 2))[1];
        last.Headers["webhook-signature"].ShouldNotContain(" ");
        last.WhyNotSignedWith(only).ShouldBeNull();
    }

    [Fact]
    public async Task A_secret_is_read_with_its_own_scope_and_every_reading_is_noted()
    {
        var endpoint = await subscriber.SubscribeAsync();
        using var manager = running.Service.Client(subscriber.Tenant, "webhooks:manage");
        using var keeper = running.Service.Client(subscriber.Tenant, "webhooks:secrets");
        (await manager.GetAsync($"{Route}/{endpoint.Id}/secret")).ShouldBeError(403, "insufficient_scope");

        var read = (await keeper.GetAsync($"{Route}/{endpoint.Id}/secret")).ShouldBe(200);

        read.Json.TextAt("data.secret").ShouldBe(endpoint.Secret);
        read.Header("Cache-Control").ShouldBe("no-store");
        (await running.Service.QueryAsync<string>("select action from audit_entries where tenant_id = $1 order by id", subscriber.Tenant))
            .ShouldBe(["endpoint.created", "endpoint.secret_read"]);
    }

    [Fact]
    public async Task A_test_goes_the_real_way_to_this_endpoint_alone()
    {
        var endpoint = await subscriber.SubscribeAsync(new { eventTypes = new[] { "batch.planned" } });
        var other = await subscriber.SubscribeAsync();

        var sent = (await subscriber.Api.PostAsync($"{Route}/{endpoint.Id}/test")).ShouldBe(201);

        sent.Header("Location").ShouldBe($"/v1/webhooks/deliveries/{sent.Json.TextAt("data.id")}");
        var hook = (await running.Receiver.ReceivesAsync(endpoint.Path, 1))[0];
        hook.Json.TextAt("type").ShouldBe("webhook.test");
        hook.WhyNotSignedWith(endpoint.Secret).ShouldBeNull();
        (await subscriber.DeliveriesAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenants_ids_do_not_exist()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var delivery = await subscriber.TestAsync(endpoint);
        using var stranger = running.Service.Client(Running.NewTenant());

        Answer[] answers =
        [
            await stranger.GetAsync($"{Route}/{endpoint.Id}"),
            await stranger.PatchAsync($"{Route}/{endpoint.Id}", new { enabled = false }),
            await stranger.DeleteAsync($"{Route}/{endpoint.Id}"),
            await stranger.PostAsync($"{Route}/{endpoint.Id}/test"),
            await stranger.PostAsync($"{Route}/{endpoint.Id}/secret/rotate", new { }),
            await stranger.GetAsync($"{Route}/{endpoint.Id}/secret"),
            await stranger.GetAsync($"/v1/webhooks/deliveries/{delivery}"),
            await stranger.PostAsync($"/v1/webhooks/deliveries/{delivery}/retry"),
        ];

        foreach (var answer in answers) answer.ShouldBeError(404, "resource_not_found");
        (await stranger.GetAsync(Route)).ShouldBe(200).Json.At("count").GetInt64().ShouldBe(0);
        (await stranger.GetAsync("/v1/webhooks/deliveries")).ShouldBe(200).Json.At("count").GetInt64().ShouldBe(0);
        (await subscriber.Api.GetAsync($"{Route}/not-an-id")).ShouldBeError(404, "resource_not_found");
    }

    [Theory]
    [InlineData("{", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{}", "validation_failed", "url")]
    [InlineData("""{"url":7}""", "validation_failed", "url")]
    [InlineData("""{"url":"/hook"}""", "validation_failed", "url")]
    [InlineData("""{"url":"ftp://127.0.0.1/hook"}""", "validation_failed", "url")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "validation_failed", "url")]
    [InlineData("""{"url":"https://user:pw@127.0.0.1/hook"}""", "validation_failed", "url")]
    [InlineData("""{"url":"https://127.0.0.1/hook#part"}""", "validation_failed", "url")]
    [InlineData("""{"url":"http://127.0.0.1/hook","eventTypes":["order.unheard_of"]}""", "validation_failed", "eventTypes[0]")]
    [InlineData("""{"url":"http://127.0.0.1/hook","eventTypes":"all"}""", "validation_failed", "eventTypes")]
    [InlineData("""{"url":"http://127.0.0.1/hook","ordering":"strict"}""", "validation_failed", "ordering")]
    [InlineData("""{"url":"http://127.0.0.1/hook","payload":"fat"}""", "validation_failed", "payload")]
    [InlineData("""{"url":"http://127.0.0.1/hook","ratePerSecond":0}""", "validation_failed", "ratePerSecond")]
    [InlineData("""{"url":"http://127.0.0.1/hook","ratePerSecond":1001}""", "validation_failed", "ratePerSecond")]
    [InlineData("""{"url":"http://127.0.0.1/hook","enabled":"yes"}""", "validation_failed", "enabled")]
    [InlineData("""{"url":"http://127.0.0.1/hook","staticHeaders":{"webhook-id":"evt"}}""", "validation_failed", "staticHeaders.webhook-id")]
    [InlineData("""{"url":"http://127.0.0.1/hook","staticHeaders":{"Authorization":"Basic x"}}""", "validation_failed", "staticHeaders.Authorization")]
    [InlineData("""{"url":"http://127.0.0.1/hook","staticHeaders":{"X-A":"a\r\nX-B: b"}}""", "validation_failed", "staticHeaders.X-A")]
    [InlineData("""{"url":"http://127.0.0.1/hook","staticHeaders":{"X A":"a"}}""", "validation_failed", "staticHeaders.X A")]
    [InlineData("""{"url":"http://127.0.0.1/hook","bearerToken":"two words"}""", "validation_failed", "bearerToken")]
    public async Task A_bad_endpoint_gets_its_error_and_is_not_made(string body, string code, string? field)
    {
        var answer = (await subscriber.Api.PostAsync(Route, body)).ShouldBeError(400, code);

        if (field is not null) answer.Json.TextAt("details[0].field").ShouldBe(field);
        (await subscriber.Api.GetAsync(Route)).Json.At("count").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("http://10.0.0.1/hook")]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:10.0.0.1]/hook")]
    [InlineData("https://[fd00::1]/hook")]
    [InlineData("https://0x0a000001/hook")]
    [InlineData("https://167772161/hook")]
    [InlineData("https://10。0。0。1/hook")]
    [InlineData("https://1.1.1.1:22/hook")]
    [InlineData("http://1.1.1.1/hook")]
    public async Task An_address_that_nothing_is_sent_to_is_refused_at_once(string url)
    {
        var answer = (await subscriber.Api.PostAsync(Route, new { url })).ShouldBeError(400, "validation_failed");

        answer.Json.TextAt("details[0].code").ShouldBeOneOf("blocked_address", "https_required");
    }

    [Fact]
    public async Task What_is_done_to_endpoints_needs_its_scope()
    {
        using var reader = running.Service.Client(subscriber.Tenant, "orders:read");

        (await reader.GetAsync(Route)).ShouldBeError(403, "insufficient_scope");
        (await reader.PostAsync(Route, new { url = running.Receiver.Url })).ShouldBeError(403, "insufficient_scope");
        (await reader.GetAsync("/v1/webhooks/deliveries")).ShouldBeError(403, "insufficient_scope");
        using var stranger = new ApiClient(running.Service.Url);
        (await stranger.GetAsync(Route)).ShouldBe(401);
    }

    public void Dispose() => subscriber.Dispose();
}
