using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Auditing;

/// <summary>Who did what, written with the change itself and never altered. Holds no secrets and no bodies.</summary>
sealed class AuditEntry : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the credential.</summary>
    public required string Actor { get; init; }

    public required string Action { get; init; }
    public required string Target { get; init; }
    public required string RequestId { get; init; }

    /// <summary>Notes that the caller of this request does <paramref name="action"/>.</summary>
    public static void Add(WebhooksDb db, HttpContext http, TimeProvider time, string action, string target) =>
        db.Audit.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = time.GetUtcNow(),
            Actor = Caller.Of(http).Credential,
            Action = action,
            Target = target,
            RequestId = http.RequestId(),
        });
}

static class AuditTable
{
    public static void Map(ModelBuilder model) => model.Entity<AuditEntry>(table =>
    {
        table.ToTable("audit_entries");
        table.HasKey(a => new { a.TenantId, a.Id });
        table.IsAppendOnly();
    });
}
