using System.Text;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Edge;

public class RequestIdTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_request_without_an_id_gets_one_that_the_service_sees_and_the_answer_carries()
    {
        using var client = fixture.Gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.GetAsync("/v1/items");

        answer.Header("X-Request-Id").ShouldStartWith("req_");
        answer.Json.TextAt("headers.x-request-id").ShouldBe(answer.Header("X-Request-Id"));
    }

    [Fact]
    public async Task The_clients_own_id_is_kept()
    {
        using var client = fixture.Gateway.Client(RunningGateway.Bootstrap);

        var answer = await client.GetAsync("/v1/items", ("X-Request-Id", "erp-4711"));

        answer.Header("X-Request-Id").ShouldBe("erp-4711");
        answer.Json.TextAt("headers.x-request-id").ShouldBe("erp-4711");
    }

    [Theory]
    [InlineData("has spaces and \"quotes\"")]
    [InlineData("æøå")]
    [InlineData("LONG")]
    public async Task An_id_that_could_spoil_a_log_is_replaced(string id)
    {
        if (id == "LONG") id = new string('a', 200);
        var answer = await fixture.Gateway.SendRawAsync(
            $"GET /v1/items HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {RunningGateway.Bootstrap}\r\n" +
            $"X-Request-Id: {Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(id))}\r\n\r\n");

        answer.ShouldContain("X-Request-Id: req_");
        answer.ShouldNotContain(id);
    }

    [Fact]
    public async Task A_refusal_carries_the_id_in_header_and_body()
    {
        using var client = fixture.Gateway.Client();

        var answer = await client.GetAsync("/api/v1/orders", ("X-Request-Id", "erp-4712"));

        answer.ShouldBe(401);
        answer.Header("X-Request-Id").ShouldBe("erp-4712");
        answer.Json.TextAt("error.request_id").ShouldBe("erp-4712");
    }
}
