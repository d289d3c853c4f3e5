using Atlas.Gateway.Credentials;

namespace Atlas.Gateway.ApiKeys;

/// <summary>An API key as it is shown.</summary>
/// <param name="Id">Names the key in paths.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind"><c>live</c> or <c>test</c>: a mark in the key's text; both see the same data.</param>
/// <param name="Prefix">The start of the key's text, by which it can be recognised.</param>
/// <param name="LastFour">The end of the key's text.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="LastUsedAt">When it was last used, at most a minute behind; null for never.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the last rotation is good too; null when it is not.</param>
/// <param name="CreatedBy">The credential that made it.</param>
/// <param name="Secret">The key's full text: only in the first answer to the request that made it, null everywhere else.</param>
public sealed record ApiKeyView(
    Guid Id, string Name, string Kind, string Prefix, string LastFour, IReadOnlyList<string> Scopes, string Status,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? RevokedAt,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset UpdatedAt, long Version, string? Secret)
{
    internal static ApiKeyView From(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.Kind, KeyText.Prefix(key.Kind, key.KeyId), key.LastFour, key.Scopes, key.StatusAt(now),
        key.ExpiresAt, key.LastUsedAt, key.PreviousUntil > now ? key.PreviousUntil : null, key.RevokedAt,
        key.CreatedAt, key.CreatedBy, key.UpdatedAt, key.Version, Secret: null);
}
