using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Gateway.ApiKeys;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Audit;

/// <summary>Who did what, when, from where. Committed with the change; nobody can alter it afterwards.</summary>
sealed class AuditEntry : ITenantOwned
{
    AuditEntry() { }

    public string TenantId { get; private set; } = null!;
    public Guid Id { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The credential that did it.</summary>
    public string Actor { get; private set; } = null!;

    /// <summary>What was done, for example <c>api_key.revoked</c>.</summary>
    public string Action { get; private set; } = null!;

    /// <summary>What it was done to.</summary>
    public string Target { get; private set; } = null!;

    /// <summary>SHA-256 of the view before; null when there was none.</summary>
    public byte[]? BeforeHash { get; private set; }

    /// <summary>SHA-256 of the view after.</summary>
    public byte[] AfterHash { get; private set; } = null!;
    public string RequestId { get; private set; } = null!;
    public IPAddress? Address { get; private set; }

    public static AuditEntry Of(HttpContext http, string action, Guid target, ApiKeyView? before, ApiKeyView after, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Actor = Caller.Of(http).Credential,
        Action = action,
        Target = target.ToString(),
        BeforeHash = before is null ? null : Hash(before),
        AfterHash = Hash(after),
        RequestId = http.RequestId(),
        Address = http.Connection.RemoteIpAddress,
    };

    static byte[] Hash(ApiKeyView view) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view, Wire.Json));
}
