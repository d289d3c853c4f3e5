using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atlas.Persistence.Idempotency;

/// <summary>The answer that was given under an <c>Idempotency-Key</c>, committed with the effect it reports.</summary>
sealed class IdempotentAnswer : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required string Credential { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required string Key { get; init; }
    public required byte[] Fingerprint { get; init; }
    public required int Status { get; init; }
    public string? ContentType { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public required byte[] Body { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    public static void Map(EntityTypeBuilder<IdempotentAnswer> table)
    {
        table.ToTable("idempotency");
        table.HasKey(a => new { a.TenantId, a.Credential, a.Method, a.Path, a.Key });
        table.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
        table.HasIndex(a => a.CreatedAt); // Old answers are cleared away.
    }
}
