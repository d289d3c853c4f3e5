using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Load.Main;

/// <summary>Endpoints for <c>order.received</c>, and the receiver behind them, which notes when each order arrived.</summary>
sealed class Subscribers : IAsyncDisposable
{
    readonly SystemUnderTest system;
    readonly WebApplication receiver;
    readonly List<string> endpoints = [];
    readonly CancellationTokenSource closing = new();
    readonly int count;
    ConcurrentQueue<(string Code, long At)> arrivals = new();
    volatile int hanging;

    Subscribers(SystemUnderTest system, int count)
    {
        (this.system, this.count) = (system, count);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.Run(ReceiveAsync);
    }

    /// <summary>The code of each order that arrived at a healthy endpoint, and the timestamp.</summary>
    public IReadOnlyCollection<(string Code, long At)> Arrivals => arrivals;

    public int Healthy => count - hanging;

    public static async Task<Subscribers> AddAsync(SystemUnderTest system, int count)
    {
        var subscribers = new Subscribers(system, count);
        await subscribers.receiver.StartAsync();
        using var client = system.Client;
        for (var number = 0; number < count; number++)
        {
            var answer = await client.PostAsync("/v1/webhooks/endpoints",
                new { url = $"{subscribers.receiver.Urls.First()}/{number}", eventTypes = (string[])["order.received"] });
            subscribers.endpoints.Add(answer.ShouldBe(201).Json.GetProperty("data").GetProperty("id").GetString()!);
        }

        return subscribers;
    }

    /// <summary>From now on the first so many take requests and never answer.</summary>
    public void Hang(int number) => hanging = number;

    public void Forget() => arrivals = new ConcurrentQueue<(string, long)>();

    async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (int.Parse(http.Request.Path.Value!.AsSpan(1)) < hanging)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, closing.Token);
            await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            http.Abort();
            return;
        }

        var at = Stopwatch.GetTimestamp();
        using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        arrivals.Enqueue((json.RootElement.GetProperty("data").GetProperty("code").GetString()!, at));
    }

    public async ValueTask DisposeAsync()
    {
        using var client = system.Client;
        foreach (var endpoint in endpoints) await client.DeleteAsync($"/v1/webhooks/endpoints/{endpoint}");
        await closing.CancelAsync();
        await receiver.DisposeAsync();
        closing.Dispose();
    }
}
