using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atlas.ServiceDefaults;

/// <summary>
/// The gateway's word for who is calling: a compact JWS in one fixed form (<c>ES256</c>, <c>typ: atlas-int+jwt</c>), valid for
/// 60 seconds, for one service. Asymmetric, so that no service can speak for the gateway.
/// </summary>
public static class IdentityToken
{
    public const string Header = "X-Atlas-Identity";
    public const string Issuer = "gateway";

    /// <summary>How long a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // The one header there is. Whoever sends another one did not get it from the gateway.
    internal static readonly string EncodedHeader =
        Base64Url.EncodeToString("""{"alg":"ES256","typ":"atlas-int+jwt"}"""u8);

    /// <summary>Signs an identity for <paramref name="audience"/>, a service's name.</summary>
    public static string Mint(ECDsa key, Caller caller, string audience, DateTimeOffset now)
    {
        var claims = new Claims(Issuer, audience, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds(),
            caller.Tenant, caller.Credential, string.Join(' ', caller.Scopes), caller.DryRunWrites);
        var content = $"{EncodedHeader}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, Wire.Json))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    internal sealed record Claims(
        string Iss, string Aud, long Iat, long Exp, string Tenant, string Sub, string Scopes, bool Dry);
}

/// <summary>Checks identities with the gateway's public keys.</summary>
/// <param name="audience">The name of this service; tokens for others are refused.</param>
/// <param name="publicKeys">Base64 SPKI keys separated by <c>;</c>: more than one while keys are rotated.</param>
public sealed class IdentityVerifier(string audience, string publicKeys, TimeProvider time)
{
    const int MaxTokenLength = 4_096;
    const int MaxRemembered = 4_096;

    readonly ECDsa[] keys = [.. publicKeys.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Import)];

    // The gateway reuses a token for many requests, so a checked one is remembered until it expires.
    readonly ConcurrentDictionary<string, (Caller Caller, long Expires)> seen = new(StringComparer.Ordinal);

    /// <summary>The caller that the token names, or null when it is forged, expired, or meant for somebody else.</summary>
    public Caller? Verify(string token)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (seen.TryGetValue(token, out var known)) return known.Expires > now ? known.Caller : null;
        if (token.Length > MaxTokenLength) return null;

        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != IdentityToken.EncodedHeader) return null;
        if (!TryDecode(parts[2], out var signature) || !TryDecode(parts[1], out var payload)) return null;
        var content = Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length);
        if (!keys.Any(key => Check(key, content, signature))) return null;

        var claims = JsonSerializer.Deserialize<IdentityToken.Claims>(payload, Wire.Json)!;
        if (claims.Iss != IdentityToken.Issuer || claims.Aud != audience || claims.Exp <= now) return null;
        if (claims.Iat > now + IdentityToken.Lifetime.TotalSeconds) return null;

        var caller = new Caller(claims.Tenant, claims.Sub, claims.Scopes.Split(' ').ToHashSet(), claims.Dry);
        if (seen.Count >= MaxRemembered) seen.Clear();
        seen[token] = (caller, claims.Exp);
        return caller;
    }

    // ECDsa objects are not safe for concurrent use.
    static bool Check(ECDsa key, byte[] content, byte[] signature)
    {
        lock (key) return key.VerifyData(content, signature, HashAlgorithmName.SHA256);
    }

    static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text)) return false;
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    static ECDsa Import(string base64)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(base64), out _);
        return key;
    }
}
