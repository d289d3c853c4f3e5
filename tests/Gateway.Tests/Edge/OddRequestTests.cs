using Atlas.Gateway.Edge;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Edge;

public class OddRequestTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    const string Head = $"Host: localhost\r\nConnection: close\r\nAuthorization: Bearer {RunningGateway.Bootstrap}\r\n";
    // Without it the answer may come while the client still sends, and be lost with the connection.
    static readonly (string, string) AskFirst = ("Expect", "100-continue");

    readonly RunningGateway gateway = fixture.Gateway;

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("PROPFIND")]
    public async Task A_method_that_nothing_here_has_is_405_and_goes_no_further(string method)
    {
        var answer = await gateway.SendRawAsync($"{method} /v1/items HTTP/1.1\r\n{Head}\r\n");

        answer.ShouldStartWith("HTTP/1.1 405 ");
        answer.ShouldContain("Allow: ");
        answer.ShouldContain("\"method_not_allowed\"");
        answer.ShouldNotContain("\"service\"");
    }

    [Theory]
    [InlineData("/v1/..%2finternal")]
    [InlineData("/v1/..%2Finternal")]
    [InlineData("/v1/..\\internal")]
    [InlineData("/v1/items/a%5cb")]
    [InlineData("/v1/../internal")]
    [InlineData("/v1/items/..")]
    [InlineData("/v1/./items")]
    [InlineData("/v1/%2e%2e/internal")]
    [InlineData("/v1/items/%2E")]
    [InlineData("/v1/items/%0d%0aX-Atlas-Tenant:%20evil")]
    [InlineData("/v1/operations/orders/errors/../../../internal")]
    public async Task A_path_that_two_servers_could_read_differently_is_400(string path)
    {
        var answer = await gateway.SendRawAsync($"GET {path} HTTP/1.1\r\n{Head}\r\n");

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("\"odd_path\"");
    }

    [Theory]
    [InlineData("//v1/items")]
    [InlineData("/internal/errors")]
    [InlineData("/Internal/errors")]
    [InlineData("/v1/internal/errors")]
    [InlineData("/v1/operations/orders")]
    [InlineData("/v1/operations/nobody/errors")]
    [InlineData("/v1/orders-and-more")]
    public async Task A_path_that_leads_nowhere_is_404_for_whoever_has_a_key(string path)
    {
        var answer = await gateway.SendRawAsync($"GET {path} HTTP/1.1\r\n{Head}\r\n");

        answer.ShouldStartWith("HTTP/1.1 404 ");
        answer.ShouldContain("\"route_not_found\"");
    }

    [Fact]
    public async Task A_path_with_spaces_accents_and_dots_in_names_is_nothing_odd()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.GetAsync("/v1/items/by-no/N%C2%BA%201.2..3?q=a%2Fb..%5Cc");

        answer.ShouldBe(200);
        answer.Json.TextAt("path").ShouldBe("/v1/items/by-no/Nº 1.2..3");
        answer.Json.TextAt("query").ShouldBe("?q=a%2Fb..%5Cc");
    }

    [Theory]
    [InlineData("/a", false)]
    [InlineData("/a?b=/../c", false)]
    [InlineData("/a.b/..c/d..", false)]
    [InlineData("/a/..?b", true)]
    [InlineData("http://localhost/a/../b", true)]
    [InlineData("/a%", true)]
    [InlineData("/a%7f", true)]
    public void Oddness_is_a_matter_of_the_path_and_not_of_the_query(string target, bool isOdd) =>
        OddRequests.IsOddPath(target).ShouldBe(isOdd);

    [Fact]
    public async Task A_length_beside_chunks_is_400()
    {
        var answer = await gateway.SendRawAsync(
            $"POST /v1/items HTTP/1.1\r\n{Head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("\"ambiguous_length\"");
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    public async Task Other_ways_to_smuggle_a_request_are_400(string rest)
    {
        var answer = await gateway.SendRawAsync($"POST /v1/items HTTP/1.1\r\n{Head}{rest}");

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2); // One answer.
    }

    [Theory]
    [InlineData("X-Atlas-Tenant: evil")]
    [InlineData("x-atlas-identity: evil")]
    [InlineData("X-ATLAS-Anything: evil")]
    [InlineData("Connection: close, X-Atlas-Identity\r\nX-Atlas-Identity: evil")]
    public async Task Headers_that_only_the_gateway_may_send_are_stripped_when_they_come_from_outside(string header)
    {
        var answer = await gateway.SendRawAsync(
            $"GET /v1/items HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {RunningGateway.Bootstrap}\r\n{header}\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 200 ");
        answer.ShouldContain("\"x-atlas-identity\":\"ey");
        answer.ShouldNotContain("evil");
    }

    [Fact]
    public async Task Identity_headers_are_stripped_on_open_routes_too()
    {
        using var client = gateway.Client();

        var answer = await client.GetAsync("/portal/summit/feed", ("X-Atlas-Identity", "evil"));

        answer.ShouldBe(200);
        answer.Text.ShouldNotContain("evil");
        answer.Text.ShouldNotContain("x-atlas-identity");
    }

    [Fact]
    public async Task A_forged_origin_does_not_reach_a_service()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.GetAsync("/v1/items", ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Host", "evil"), ("Forwarded", "for=6.6.6.6"));

        answer.ShouldBe(200);
        answer.Json.TextAt("headers.x-forwarded-for").ShouldBe("127.0.0.1");
        answer.Text.ShouldNotContain("6.6.6.6");
        answer.Text.ShouldNotContain("evil");
    }

    [Theory]
    [InlineData("?access_token=x")]
    [InlineData("?API_KEY=x")]
    [InlineData("?limit=1&authorization=Bearer%20x")]
    [InlineData("?q=atlas_live_123456789012_12345678901234567890123456789012345678")]
    [InlineData("?q=%61tlas_demo_KuhlerExampleKey_2026")]
    public async Task A_credential_in_the_query_string_is_400_whether_there_is_another_in_the_header_or_not(string query)
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);
        using var stranger = gateway.Client();

        (await client.GetAsync($"/v1/items{query}")).ShouldBeError(400, "credentials_in_query");
        (await stranger.GetAsync($"/api/v1/orders{query}")).ShouldBeError(400, "credentials_in_query");
    }

    [Theory]
    [InlineData("431", "GET /v1/items", 20_000, 0)]
    [InlineData("414", "GET /v1/items", 0, 9_000)]
    public async Task Headers_and_request_lines_beyond_their_limit_are_refused(string status, string start, int headerBytes, int queryBytes)
    {
        var query = queryBytes == 0 ? "" : "?" + new string('a', queryBytes);
        var header = headerBytes == 0 ? "" : $"X-Long: {new string('a', headerBytes)}\r\n";

        var answer = await gateway.SendRawAsync($"{start}{query} HTTP/1.1\r\n{Head}{header}\r\n");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task A_hundred_headers_are_refused()
    {
        var headers = string.Concat(Enumerable.Range(0, 100).Select(n => $"X-{n}: a\r\n"));

        (await gateway.SendRawAsync($"GET /v1/items HTTP/1.1\r\n{Head}{headers}\r\n")).ShouldStartWith("HTTP/1.1 431 ");
    }

    [Theory]
    [InlineData("/api/v1/orders")]
    [InlineData("/v1/items")]
    [InlineData("/v1/api-keys")]
    public async Task A_body_of_more_than_a_mebibyte_is_413_in_the_shape_of_the_surface(string path)
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        (await client.PostAsync(path, new string('a', 1024 * 1024 + 1), AskFirst)).ShouldBeError(413, "payload_too_large");
    }

    [Fact]
    public async Task A_body_that_says_nothing_of_its_length_is_413_once_it_is_too_long()
    {
        const int piece = 64 * 1024;
        var pieces = string.Concat(Enumerable.Repeat($"{piece:x}\r\n{new string('a', piece)}\r\n", 17));

        var answer = await gateway.SendRawAsync(
            $"POST /v1/items HTTP/1.1\r\n{Head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{pieces}0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("\"payload_too_large\"");
    }

    [Fact]
    public async Task Bulk_orders_may_be_larger_up_to_eight_mebibytes()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        (await client.PostAsync("/v1/orders/bulk", new string('a', 8 * 1024 * 1024))).ShouldBe(200)
            .Json.At("bytes").GetInt64().ShouldBe(8 * 1024 * 1024);
        (await client.PostAsync("/v1/orders/bulk", new string('a', 8 * 1024 * 1024 + 1), AskFirst)).ShouldBeError(413, "payload_too_large");
    }

    [Fact]
    public async Task The_gateway_does_not_say_what_it_is_made_of()
    {
        using var client = gateway.Client(RunningGateway.Bootstrap);

        (await client.GetAsync("/v1/api-keys")).Header("Server").ShouldBeNull();
    }
}
