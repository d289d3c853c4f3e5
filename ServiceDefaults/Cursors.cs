using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Atlas.ServiceDefaults;

/// <summary>Opaque page cursors: the last sort key, signed, and bound to the tenant and the filters of the list.</summary>
public sealed class Cursors(IConfiguration configuration)
{
    const int SignatureBytes = 16;
    readonly byte[] key = Secrets.Derive(configuration, "cursor");

    /// <summary>Seals the sort key of the last row of a page.</summary>
    public string Seal(IReadOnlyList<string> lastKey, string scope)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(lastKey);
        return Base64Url.EncodeToString([.. Sign(payload, scope), .. payload]);
    }

    /// <summary>The sort key inside, or null when the cursor was not made for this scope.</summary>
    public IReadOnlyList<string>? Open(string cursor, string scope)
    {
        if (!Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= SignatureBytes) return null;
        var payload = bytes[SignatureBytes..];
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureBytes), Sign(payload, scope))
            ? JsonSerializer.Deserialize<string[]>(payload)
            : null;
    }

    byte[] Sign(byte[] payload, string scope) =>
        HMACSHA256.HashData(key, (byte[])[.. payload, 0, .. Encoding.UTF8.GetBytes(scope)])[..SignatureBytes];
}

/// <summary>Keys derived from the one secret of the installation, <c>Atlas:SecretsKey</c>.</summary>
public static class Secrets
{
    const int KeyBytes = 32;
    const int MinLength = 32;

    /// <summary>A 256-bit key for one purpose. The same purpose always gives the same key.</summary>
    public static byte[] Derive(IConfiguration configuration, string purpose)
    {
        var secret = configuration["Atlas:SecretsKey"];
        if (secret is null || secret.Length < MinLength)
            throw new InvalidOperationException($"Set Atlas:SecretsKey to a random secret of at least {MinLength} characters.");
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, info: Encoding.UTF8.GetBytes($"atlas:{purpose}"));
    }
}
