using System.Text;
using Atlas.Support;

namespace Atlas.ServiceDefaults.Tests;

/// <summary>What a service answers, over HTTP, on both surfaces, to callers of every kind.</summary>
public sealed class AnswersTests(ThingHost host) : IClassFixture<ThingHost>, IDisposable
{
    readonly ApiClient client = TestGateway.Client(host.Url, "things");

    public static TheoryData<string> Surfaces => ["/v1", "/api/v1"];

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("{", 400, 400, "invalid_json")]
    [InlineData("", 400, 400, "invalid_json")]
    [InlineData("[]", 400, 400, "invalid_json")]
    [InlineData("\"text\"", 400, 400, "invalid_json")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", 400, 400, "invalid_json")]
    [InlineData("{\"name\":\"a\"} x", 400, 400, "invalid_json")]
    [InlineData("{\"name\":\"half a pair \\ud800\"}", 400, 400, "invalid_json")]
    [InlineData("{\"na\\udc00me\":\"a\"}", 400, 400, "invalid_json")]
    [InlineData("{\"name\":NaN}", 400, 400, "invalid_json")]
    [InlineData("{}", 400, 422, "validation_failed")]
    [InlineData("{\"name\":7}", 400, 422, "validation_failed")]
    public async Task A_body_that_is_wrong_is_refused_in_the_shape_of_its_surface(string body, int status, int statusOnApi, string code)
    {
        (await client.PostAsync("/v1/things", body)).ShouldBeError(status, code);
        (await client.PostAsync("/api/v1/things", body)).ShouldBeError(statusOnApi, code);
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Bytes_that_are_no_text_are_no_json(string surface)
    {
        byte[] body = [.. "{\"name\":\"caf"u8, 0xE9, .. "\"}"u8]; // Latin-1.
        using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" } } };

        (await client.PostAsync($"{surface}/things", content)).ShouldBeError(400, "invalid_json");
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_body_as_deep_as_a_well_is_refused(string surface)
    {
        var body = $$"""{"name":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""";

        (await client.PostAsync($"{surface}/things", body)).ShouldBeError(400, "invalid_json");
    }

    [Theory]
    [InlineData("/v1", 415, "unsupported_media_type")]
    [InlineData("/api/v1", 400, "invalid_content_type")]
    public async Task A_body_that_is_not_sent_as_json_is_refused(string surface, int status, string code)
    {
        using var form = new StringContent("name=a", Encoding.UTF8, "application/x-www-form-urlencoded");

        (await client.PostAsync($"{surface}/things", form)).ShouldBeError(status, code);
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Ten_megabytes_are_too_much(string surface)
    {
        var body = new StringContent($$"""{"name":"{{new string('a', 10 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");

        // A client that asks before it sends hears the answer; one that just sends may find the connection closed.
        (await client.PostAsync($"{surface}/things", body, ("Expect", "100-continue"))).ShouldBeError(413, "payload_too_large");
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Strictness_is_asked_for_by_header_or_query(string surface)
    {
        var body = new { name = "a", nmae = "b" };
        var status = surface == "/v1" ? 400 : 422;
        (await client.PostAsync($"{surface}/things", body)).ShouldBe(201);

        (await client.PostAsync($"{surface}/things", body, ("Atlas-Strict", "true"))).ShouldBeError(status, "validation_failed");
        (await client.PostAsync($"{surface}/things?strict=true", body)).ShouldBeError(status, "validation_failed");
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task What_is_not_there_what_is_not_possible_and_what_breaks_have_their_answers(string surface)
    {
        (await client.GetAsync($"{surface}/things/t-1")).ShouldBeError(404, "resource_not_found");
        (await client.GetAsync($"{surface}/nothing")).ShouldBeError(404, "route_not_found");
        (await client.DeleteAsync($"{surface}/things")).ShouldBeError(405, "method_not_allowed").Header("Allow").ShouldBe("POST");
        (await client.GetAsync($"{surface}/things/rule")).ShouldBeError(409, "invalid_transition");
        var crash = (await client.GetAsync($"{surface}/things/crash")).ShouldBeError(500, "internal_error");
        crash.Text.ShouldNotContain("secret reason");
    }

    [Fact]
    public async Task A_broken_rule_says_what_is_possible()
    {
        var details = (await client.GetAsync("/v1/things/rule")).Json.At("details[0].meta");

        details.TextAt("from").ShouldBe("draft");
        details.TextAt("action").ShouldBe("approve");
        details.At("allowed").EnumerateArray().Select(action => action.GetString()).ShouldBe(["submit", "cancel"]);
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Nobody_is_served_past_the_gateway(string surface)
    {
        using var stranger = new ApiClient(host.Url);
        using var holderOfAKey = new ApiClient(host.Url, RunningAtlas.LocalKey);
        var forOthers = ("X-Atlas-Identity", TestGateway.Token("inventory"));
        foreach (var path in (string[])["/things/t-1", "/closed", "/nothing"])
        {
            foreach (var answer in (Answer[])[
                await stranger.GetAsync(surface + path), await holderOfAKey.GetAsync(surface + path),
                await stranger.GetAsync(surface + path, forOthers), await stranger.GetAsync(surface + path, ("X-Atlas-Identity", "forged")),
                await stranger.GetAsync(surface + path, ("X-Atlas-Tenant", "acme"))])
            {
                answer.ShouldBe(401).Header("WWW-Authenticate").ShouldBe("Bearer");
                answer.Text.ShouldNotContain("open");
            }
        }

        (await stranger.PostAsync($"{surface}/things", "{")).ShouldBe(401); // Before the body is looked at.
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_missing_scope_is_named(string surface)
    {
        using var reader = TestGateway.Client(host.Url, "things", "acme", "orders:read");

        var answer = (await reader.PostAsync($"{surface}/things", "{")).ShouldBeError(403, "insufficient_scope");

        answer.Text.ShouldContain("orders:write");
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/health/live")]
    [InlineData("/alive")]
    public async Task Health_is_for_everybody(string path)
    {
        using var stranger = new ApiClient(host.Url);

        (await stranger.GetAsync(path)).ShouldBe(200).Json
            .ShouldHaveShape("""{"service":"string","status":"string","version":"string","timestamp":"timestamp"}""", exactly: true);
    }

    [Fact]
    public async Task Every_answer_names_its_request()
    {
        (await client.GetAsync("/v1/things/t-1", ("X-Request-Id", "mine-1"))).Header("X-Request-Id").ShouldBe("mine-1");
        var answer = await client.GetAsync("/v1/things/t-1", ("X-Request-Id", "not \"harmless\""));
        answer.Header("X-Request-Id")!.ShouldStartWith("req_");
        answer.Json.TextAt("requestId").ShouldBe(answer.Header("X-Request-Id"));
    }
}
