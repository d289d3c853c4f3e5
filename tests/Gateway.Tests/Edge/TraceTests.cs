using System.Diagnostics;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Edge;

public class TraceTests
{
    const int Server = 2, Client = 3;

    [Fact]
    public async Task The_gateway_is_part_of_the_callers_trace_and_the_service_continues_it_while_probes_leave_none()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var services = await ServicesBehind.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(
            services, settings: [.. receiver.Environment.Select(variable => (variable.Key, variable.Value))]);
        using var client = gateway.Client(RunningGateway.Bootstrap);
        var trace = ActivityTraceId.CreateRandom().ToString();
        for (var n = 0; n < 3; n++) await Eventually.Holds("it is healthy", async () => (await client.GetAsync("/health")).ShouldBe(200));

        var answer = await client.GetAsync("/v1/items/1", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));

        var passedOn = answer.ShouldBe(200).Json.TextAt("headers.traceparent")!.Split('-');
        passedOn[1].ShouldBe(trace);
        passedOn[3].ShouldBe("01");
        await Eventually.Holds("the gateway's spans are exported", () =>
        {
            var spans = receiver.Trace(trace);
            var server = spans.Single(span => span.Kind == Server && span.ParentSpanId == "b7ad6b7169203331");
            server.Name.ShouldBe("GET /v1/items/{**rest}");
            server.Service.ShouldBe("gateway");
            spans.ShouldContain(span => span.Kind == Client && span.ParentSpanId == server.SpanId && span.SpanId == passedOn[2]);
            return Task.CompletedTask;
        });

        // Other tests run in the same process and are traced too; the port tells which spans are of this gateway's doing.
        string[] behind = [.. services.Addresses.Select(address => Port(address.Value))];
        var port = Port(gateway.Url);
        receiver.Trace(trace).Single(span => span.Kind == Server && span.ParentSpanId == "b7ad6b7169203331").Attributes["server.port"].ShouldBe(port);
        receiver.Spans.Where(IsAboutHealth).ShouldNotContain(span =>
            span.Kind == Server && PortIn(span) == port || span.Kind == Client && behind.Contains(PortIn(span)));
    }

    static bool IsAboutHealth(Span span) => span.Name.Contains("/health") || span.Attributes.Values.Any(value => value.Contains("/health"));

    static string PortIn(Span span) => span.Attributes.GetValueOrDefault("server.port", "");

    static string Port(string url) => new Uri(url).Port.ToString();
}
