using Atlas.Gateway.Credentials;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.ApiKeys;

/// <summary>A key of a tenant. The secret is known to whoever was shown it; here is only its hash.</summary>
sealed class ApiKey : ITenantOwned
{
    public const string Active = "active", Expired = "expired", Revoked = "revoked";
    public static readonly string[] Kinds = ["live", "test"];
    const int ShownCharacters = 4;

    ApiKey() { }

    /// <summary>Makes a key. Its text is in <paramref name="text"/> and nowhere else.</summary>
    public ApiKey(string name, string kind, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string by, DateTimeOffset now, out string text)
    {
        Id = Guid.CreateVersion7(now);
        KeyId = KeyText.NewId();
        (Name, Kind, Scopes, ExpiresAt) = (name, kind, [.. scopes], expiresAt);
        (CreatedAt, CreatedBy, UpdatedAt, Version) = (now, by, now, 1);
        Hash = [];
        text = Renew();
    }

    public string TenantId { get; private set; } = null!;
    public Guid Id { get; private set; }

    /// <summary>The 12 characters in the key's text by which it is found; unique over all tenants.</summary>
    public string KeyId { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public string Kind { get; private set; } = null!;
    public string[] Scopes { get; private set; } = null!;

    /// <summary>SHA-256 of the key's text.</summary>
    public byte[] Hash { get; private set; } = null!;
    public string LastFour { get; private set; } = null!;
    public byte[]? PreviousHash { get; private set; }
    public DateTimeOffset? PreviousUntil { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string CreatedBy { get; private set; } = null!;
    public DateTimeOffset UpdatedAt { get; private set; }
    public long Version { get; private set; }

    public string StatusAt(DateTimeOffset now) => RevokedAt is not null ? Revoked : ExpiresAt <= now ? Expired : Active;

    /// <summary>Gives the key a new secret; the one before stays good for <paramref name="overlap"/>, and any older one ends.</summary>
    /// <returns>The key's new text.</returns>
    public string Rotate(TimeSpan overlap, DateTimeOffset now)
    {
        if (StatusAt(now) is not Active and var status) throw BrokenRuleException.InvalidTransition(status, "rotate");
        PreviousHash = overlap > TimeSpan.Zero ? Hash : null;
        PreviousUntil = overlap > TimeSpan.Zero ? now + overlap : null;
        Touch(now);
        return Renew();
    }

    /// <summary>Ends the key. False when that was done before.</summary>
    public bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null) return false;
        RevokedAt = now;
        Touch(now);
        return true;
    }

    string Renew()
    {
        var text = KeyText.Mint(Kind, KeyId);
        Hash = KeyText.Hash(text);
        LastFour = text[^ShownCharacters..];
        return text;
    }

    void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Version++;
    }
}
