using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Atlas.Support;

/// <summary>
/// A customer's webhook endpoint on this machine: it records what arrives, on any path, and behaves as badly as it is told to.
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<ReceivedWebhook> received = new();
    readonly ConcurrentDictionary<string, Behaviour> behaviours = new();
    readonly CancellationTokenSource closing = new();

    WebhookReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhostOnAnyPort(port);
            kestrel.Limits.MinResponseDataRate = null; // Dripping is a thing it does on purpose.
        });
        app = builder.Build();
        app.Run(ReceiveAsync);
    }

    /// <summary>Starts a receiver.</summary>
    /// <param name="port">A port of the caller's choice, to come back where an earlier one was; 0 for any free one.</param>
    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var receiver = new WebhookReceiver(port);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Its address, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => app.Urls.First();

    public int Port => new Uri(Url).Port;

    /// <summary>Everything that arrived, in order, whatever was answered.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    /// <summary>What arrived at one path.</summary>
    public IReadOnlyList<ReceivedWebhook> ReceivedAt(string path) => [.. received.Where(webhook => webhook.Path == path)];

    /// <summary>From now on requests to <paramref name="path"/> are answered like this. Elsewhere the answer is 200.</summary>
    public void Behave(string path, Behaviour behaviour) => behaviours[path] = behaviour;

    /// <summary>Waits until enough arrived at a path that <paramref name="count"/> accepts.</summary>
    public Task<IReadOnlyList<ReceivedWebhook>> ReceivesAsync(string path, int count, TimeSpan? within = null) =>
        Eventually.Becomes($"{path} received {count} webhooks", () => Task.FromResult(ReceivedAt(path)), seen => seen.Count >= count, within);

    async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var webhook = new ReceivedWebhook(
            http.Request.Method, http.Request.Path,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(), TimeProvider.System.GetUtcNow());
        received.Enqueue(webhook);
        var behaviour = behaviours.GetValueOrDefault(http.Request.Path, Behaviour.Accept);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, closing.Token);
        try
        {
            await behaviour.AnswerAsync(http, webhook, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            http.Abort(); // The sender gave up, or the test is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }
}

static class KestrelAddresses
{
    /// <summary>Listens on the IPv4 loopback address; port 0 takes any free one.</summary>
    public static void ListenLocalhostOnAnyPort(this KestrelServerOptions kestrel, int port = 0) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, port);
}
