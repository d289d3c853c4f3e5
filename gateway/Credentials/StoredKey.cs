namespace Atlas.Gateway.Credentials;

/// <summary>What the database knows of a key that is needed to judge a request.</summary>
/// <param name="Hash">SHA-256 of the key's text.</param>
/// <param name="PreviousHash">The hash before the last rotation; good until <paramref name="PreviousUntil"/>.</param>
sealed record StoredKey(
    string Id, string Tenant, byte[] Hash, byte[]? PreviousHash, DateTimeOffset? PreviousUntil, string[] Scopes,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
