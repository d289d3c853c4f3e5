using System.Security.Cryptography;
using Atlas.Persistence.Tenancy;
using Atlas.Webhooks.Secrecy;

namespace Atlas.Webhooks.Endpoints;

/// <summary>A secret that an endpoint's deliveries are signed with. More than one while it is being rotated.</summary>
sealed class EndpointSecret : ITenantOwned
{
    /// <summary>Signatures in one header, and therefore secrets alive at once.</summary>
    public const int MaxLive = 3;

    const int SecretBytes = 32;

    public string TenantId { get; private set; } = null!;
    public required Guid EndpointId { get; init; }
    public required Guid Id { get; init; }
    public required byte[] Sealed { get; init; }
    public required string KeyId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it no longer signs; null for the current one.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    public bool IsLive(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;

    /// <summary>Ends it at the given time, unless it ends sooner already.</summary>
    public void ExpireAt(DateTimeOffset end) => ExpiresAt = ExpiresAt < end ? ExpiresAt : end;

    public static EndpointSecret Create(Guid endpointId, byte[] key, Sealer sealer, string tenant, DateTimeOffset now) => new()
    {
        EndpointId = endpointId,
        Id = Guid.CreateVersion7(),
        Sealed = sealer.Seal(key, tenant, endpointId),
        KeyId = sealer.KeyId,
        CreatedAt = now,
    };

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The secret as receivers configure it.</summary>
    public static string Write(byte[] key) => $"whsec_{Convert.ToBase64String(key)}";
}
