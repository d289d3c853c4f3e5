using System.Security.Cryptography;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Credentials;

/// <summary>A signed identity for one service.</summary>
/// <param name="FreshUntil">Timestamp until which it is used; it stays valid for as long again.</param>
sealed record Identity(string Audience, string Token, long FreshUntil);

/// <summary>Signs identities for the services with the key that only the gateway holds.</summary>
sealed class IdentityMint : IDisposable
{
    static readonly IReadOnlySet<string> OnlyAdmin = new HashSet<string> { Scope.Admin };

    readonly TimeProvider time;
    readonly ECDsa key;
    readonly long freshFor;

    public IdentityMint(IConfiguration configuration, TimeProvider time)
    {
        this.time = time;
        freshFor = (long)(IdentityToken.Lifetime.TotalSeconds / 2 * time.TimestampFrequency);
        var base64 = configuration["Atlas:Identity:PrivateKey"];
        if (string.IsNullOrEmpty(base64))
            throw new InvalidOperationException("Set Atlas:Identity:PrivateKey to an ES256 key (PKCS#8, base64); the services need its public half.");
        key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(base64), out _);
    }

    public long Now => time.GetTimestamp();

    public Identity Mint(Caller caller, string audience)
    {
        var now = Now;
        if (caller.Scopes.Contains(Scope.Admin)) caller = caller with { Scopes = OnlyAdmin }; // It includes the others, and travels with every request.
        lock (key) // ECDsa objects are not safe for concurrent use.
            return new Identity(audience, IdentityToken.Mint(key, caller, audience, time.GetUtcNow()), now + freshFor);
    }

    public void Dispose() => key.Dispose();
}
