using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Gateway.Tests.Setting;

/// <summary>A service that says what it was asked. Some paths misbehave: see <see cref="AnswerAsync"/>.</summary>
sealed class EchoService : IAsyncDisposable
{
    readonly WebApplication app;
    readonly CancellationTokenSource closing = new();
    int hanging;

    EchoService(string name, int port)
    {
        Name = name;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public string Name { get; }
    public string Url => app.Urls.First();
    public int Port => new Uri(Url).Port;

    /// <summary>Requests that are waiting for an answer that does not come.</summary>
    public int Hanging => Volatile.Read(ref hanging);

    /// <summary>What <c>/health</c> answers.</summary>
    public (int Status, string Body) Health { get; set; } = (200, """{"status":"healthy"}""");

    /// <summary>How long <c>/health</c> takes.</summary>
    public TimeSpan HealthDelay { get; set; }

    /// <summary>The trace context of each question after its health.</summary>
    public ConcurrentQueue<string> HealthQuestions { get; } = new();

    public static async Task<EchoService> StartAsync(string name, int port)
    {
        var service = new EchoService(name, port);
        await service.app.StartAsync();
        return service;
    }

    async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, closing.Token);
        if (path == "/health")
        {
            HealthQuestions.Enqueue(http.Request.Headers.TraceParent.ToString());
            await Task.Delay(HealthDelay, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            http.Response.StatusCode = Health.Status;
            await http.Response.WriteAsync(Health.Body);
            return;
        }

        if (path.EndsWith("/hang", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref hanging);
            await Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            Interlocked.Decrement(ref hanging);
            http.Abort();
            return;
        }

        if (path.EndsWith("/break", StringComparison.Ordinal))
        {
            http.Abort();
            return;
        }

        if (path.EndsWith("/teapot", StringComparison.Ordinal)) http.Response.StatusCode = 418;
        var bytes = 0L;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, ended.Token)) > 0;) bytes += read;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            service = Name,
            method = http.Request.Method,
            path,
            query = http.Request.QueryString.Value,
            bytes,
            headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
        }), ended.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested) return;
        await closing.CancelAsync();
        await app.DisposeAsync();
    }
}
