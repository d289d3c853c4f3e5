using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Persistence.Idempotency;

/// <summary>
/// Answers that show a secret. They are repeated under their <c>Idempotency-Key</c> like all others, but what is kept of them
/// is encrypted, and nobody on the way may store them.
/// </summary>
public static class SecretAnswer
{
    // No JSON begins with this byte, so a sealed body is told from an open one.
    const byte Mark = 0;

    /// <summary>Says that the answer of this request shows a secret.</summary>
    public static void ShowsSecret(this HttpContext http)
    {
        http.Features.Set(Marker.Instance);
        http.Response.Headers.CacheControl = "no-store";
    }

    internal static byte[] Keep(HttpContext http, byte[] body, string owner) =>
        http.Features.Get<Marker>() is null ? body : [Mark, .. Box(http).Seal(body, owner)];

    internal static byte[] Read(HttpContext http, byte[] kept, string owner)
    {
        if (kept is not [Mark, ..]) return kept;
        http.ShowsSecret();
        return Box(http).Open(kept.AsSpan(1), owner);
    }

    static SecretBox Box(HttpContext http) =>
        new(Secrets.Derive(http.RequestServices.GetRequiredService<IConfiguration>(), "idempotency"));

    sealed class Marker
    {
        public static readonly Marker Instance = new();
    }
}
