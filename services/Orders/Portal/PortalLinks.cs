using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Portal;

/// <summary>
/// Signs the addresses by which a brand looks at its orders without a key. A link is for one brand of one tenant, and it ends;
/// whoever holds it can look, and do nothing else.
/// </summary>
sealed class PortalLinks(IConfiguration configuration, TimeProvider time)
{
    readonly byte[] key = Secrets.Derive(configuration, "portal");

    /// <summary>The signed part of a link's address, to be put behind the brand's portal address.</summary>
    public string QueryFor(string tenant, string slug, DateTimeOffset expiresAt)
    {
        var expires = expiresAt.ToUnixTimeSeconds();
        return $"?tenant={Uri.EscapeDataString(tenant)}&expires={expires}&signature={Base64Url.EncodeToString(Sign(tenant, slug, expires))}";
    }

    /// <summary>The tenant that a link was made for.</summary>
    /// <exception cref="RefusedException">404 when it was not signed so; 410 <c>expired_link</c> when its time is over.</exception>
    public string TenantOf(HttpRequest request, string slug)
    {
        var (tenant, signature) = ($"{request.Query["tenant"]}", $"{request.Query["signature"]}");
        if (!long.TryParse(request.Query["expires"], out var expires) || !Base64Url.IsValid(signature)
            || !CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Sign(tenant, slug, expires)))
            throw new RefusedException(Error.NotFound("Portal", slug));
        if (expires < time.GetUtcNow().ToUnixTimeSeconds())
            throw new RefusedException(new Error(StatusCodes.Status410Gone, "expired_link", "This link has expired. Ask whoever sent it for a new one."));
        return tenant;
    }

    byte[] Sign(string tenant, string slug, long expires) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{tenant}\n{slug}\n{expires}"));
}
