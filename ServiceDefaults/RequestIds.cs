using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Atlas.ServiceDefaults;

/// <summary>Every request has an id: the client's own where it is harmless, else a new one. It is in every answer.</summary>
public static class RequestIds
{
    public const string Header = "X-Request-Id";
    const int MaxLength = 128;

    /// <summary>The id of this request, for errors, audit rows and events.</summary>
    public static string RequestId(this HttpContext http) => http.TraceIdentifier;

    internal static void UseRequestIds(this WebApplication app) => app.Use((http, next) =>
    {
        Assign(http);
        return next(http);
    });

    /// <summary>Takes over the client's id or makes one, and echoes it. The gateway calls it before anything can fail.</summary>
    public static void Assign(HttpContext http)
    {
        var given = http.Request.Headers[Header];
        var id = given.Count == 1 && IsHarmless(given[0]!) ? given[0]! : $"req_{Guid.CreateVersion7():n}";
        http.TraceIdentifier = id;
        http.Request.Headers[Header] = id;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        Activity.Current?.SetTag("atlas.request_id", id);
    }

    // Ids end up in logs and headers, so nothing that could break a line or a quote gets in.
    static bool IsHarmless(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
