using System.Net;
using Microsoft.AspNetCore.Http;

namespace Atlas.Support;

/// <summary>How a <see cref="WebhookReceiver"/> answers.</summary>
public sealed class Behaviour
{
    static readonly TimeSpan BetweenDrips = TimeSpan.FromMilliseconds(200);

    readonly Func<HttpContext, ReceivedWebhook, CancellationToken, Task> answer;

    Behaviour(Func<HttpContext, ReceivedWebhook, CancellationToken, Task> answer) => this.answer = answer;

    /// <summary>200 at once.</summary>
    public static Behaviour Accept { get; } = Status(HttpStatusCode.OK);

    /// <summary>410: the endpoint is gone for good.</summary>
    public static Behaviour Gone { get; } = Status(HttpStatusCode.Gone);

    /// <summary>Reads the request and never answers.</summary>
    public static Behaviour Hang { get; } = new((_, _, ct) => Task.Delay(Timeout.Infinite, ct));

    /// <summary>Closes the connection without an answer.</summary>
    public static Behaviour Reset { get; } = new((http, _, _) =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Answers 200 and then sends its body byte by byte, for ever.</summary>
    public static Behaviour Drip { get; } = new(async (http, _, ct) =>
    {
        while (true)
        {
            await http.Response.Body.WriteAsync("."u8.ToArray(), ct);
            await http.Response.Body.FlushAsync(ct);
            await Task.Delay(BetweenDrips, ct);
        }
    });

    /// <summary>This status, with these headers.</summary>
    public static Behaviour Status(HttpStatusCode status, params (string Name, string Value)[] headers) => new((http, _, _) =>
    {
        http.Response.StatusCode = (int)status;
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        return Task.CompletedTask;
    });

    /// <summary>302 to another address.</summary>
    public static Behaviour RedirectTo(string url) => Status(HttpStatusCode.Redirect, ("Location", url));

    /// <summary>A body of this many bytes.</summary>
    public static Behaviour Flood(long bytes) => new(async (http, _, ct) =>
    {
        var piece = new byte[64 * 1024];
        for (var sent = 0L; sent < bytes; sent += piece.Length) await http.Response.Body.WriteAsync(piece, ct);
    });

    /// <summary>The first <paramref name="times"/> requests of each webhook get one answer, the later ones another.</summary>
    public static Behaviour First(int times, Behaviour first, Behaviour then)
    {
        var seen = new Dictionary<string, int>();
        return new((http, webhook, ct) =>
        {
            int count;
            lock (seen) count = seen[webhook.Id] = seen.GetValueOrDefault(webhook.Id) + 1;
            return (count <= times ? first : then).AnswerAsync(http, webhook, ct);
        });
    }

    /// <summary>Waits, then answers.</summary>
    public static Behaviour After(TimeSpan delay, Behaviour then) => new(async (http, webhook, ct) =>
    {
        await Task.Delay(delay, ct);
        await then.AnswerAsync(http, webhook, ct);
    });

    internal Task AnswerAsync(HttpContext http, ReceivedWebhook webhook, CancellationToken ct) => answer(http, webhook, ct);
}
