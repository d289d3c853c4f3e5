using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Support;

/// <summary>
/// Receives what services export by OTLP over HTTP/protobuf, and keeps the spans, so that a test can read a trace whole.
/// </summary>
/// <remarks>Give the processes <see cref="Environment"/>.</remarks>
public sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<Span> spans = new();

    OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhostOnAnyPort();
            kestrel.Limits.MaxRequestBodySize = null;
        });
        app = builder.Build();
        app.MapPost("/v1/traces", async (HttpContext http) =>
        {
            foreach (var span in OtlpTraces.Read(await ReadAsync(http))) spans.Enqueue(span);
            return Taken;
        });
        app.MapPost("/v1/logs", () => Taken);
        app.MapPost("/v1/metrics", () => Taken);
    }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    public string Url => app.Urls.First();

    /// <summary>The variables that make a process export to here, soon after each span ends.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<Span> Spans => [.. spans];

    /// <summary>The spans of one trace, by its id of 32 hexadecimal digits.</summary>
    public IReadOnlyList<Span> Trace(string traceId) => [.. spans.Where(span => span.TraceId == traceId)];

    /// <summary>Waits until a trace has spans of all these services, and returns it.</summary>
    public Task<IReadOnlyList<Span>> TraceSpansServicesAsync(string traceId, IReadOnlyList<string> services, TimeSpan? within = null) =>
        Eventually.Becomes(
            $"trace {traceId} has spans of {string.Join(", ", services)}",
            () => Task.FromResult<IReadOnlyList<Span>>(new SpanList(Trace(traceId))),
            trace => services.All(service => trace.Any(span => span.Service == service)), within);

    // An empty response message is zero bytes of protobuf.
    static IResult Taken { get; } = Results.Bytes([], "application/x-protobuf");

    static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // Prints as a list, for the message of a test that waited in vain.
    sealed class SpanList(IReadOnlyList<Span> spans) : List<Span>(spans)
    {
        public override string ToString() => Count == 0 ? "no span" : string.Join("; ", this.Select(span => $"{span.Service}: {span.Name}"));
    }
}

/// <summary>One span of a trace.</summary>
/// <param name="ParentSpanId">Empty when it is the first.</param>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Scope">The source that made it, for example <c>Npgsql</c>.</param>
/// <param name="Kind">As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</param>
public sealed record Span(
    string TraceId, string SpanId, string ParentSpanId, string Name, string Service, string Scope, int Kind,
    IReadOnlyDictionary<string, string> Attributes);
