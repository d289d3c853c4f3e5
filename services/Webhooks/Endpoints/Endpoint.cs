using System.Text.Json;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Atlas.Webhooks.Secrecy;

namespace Atlas.Webhooks.Endpoints;

/// <summary>An address of a subscriber, and what it wants to hear and how.</summary>
sealed class Endpoint : ITenantOwned
{
    public const string OrderingNone = "none";
    public const string OrderingByKey = "key";
    public const string PayloadFull = "full";
    public const string PayloadThin = "thin";
    public const string DisabledByHand = "manual";
    public const string DisabledAsGone = "gone";
    public const string DisabledAsFailing = "failing";

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string Url { get; set; }
    public string? Description { get; set; }

    /// <summary>The event types it wants; none means all.</summary>
    public string[] EventTypes { get; set; } = [];

    public bool Enabled { get; private set; } = true;
    public string? DisabledReason { get; private set; }
    public DateTimeOffset? DisabledAt { get; private set; }
    public string Ordering { get; set; } = OrderingNone;
    public string Payload { get; set; } = PayloadFull;
    public int? RatePerSecond { get; set; }

    /// <summary>Sealed JSON of the headers that go with every delivery.</summary>
    public byte[]? SealedHeaders { get; set; }

    /// <summary>Names of those headers, which alone are shown.</summary>
    public string[] HeaderNames { get; set; } = [];

    public byte[]? SealedBearerToken { get; set; }

    /// <summary>Which key the two above are sealed with.</summary>
    public required string KeyId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    public void Disable(string reason, DateTimeOffset now)
    {
        if (!Enabled) return;
        (Enabled, DisabledReason, DisabledAt) = (false, reason, now);
    }

    public void Enable() => (Enabled, DisabledReason, DisabledAt) = (true, null, null);

    public void SetHeaders(IReadOnlyDictionary<string, string> headers, Sealer sealer, string tenant)
    {
        HeaderNames = [.. headers.Keys];
        SealedHeaders = headers.Count == 0 ? null : sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(headers), tenant, Id);
    }

    public void SetBearerToken(string? token, Sealer sealer, string tenant) =>
        SealedBearerToken = token is null ? null : sealer.Seal(token, tenant, Id);

    public void RefuseUnlessEnabled(string action)
    {
        if (!Enabled)
            throw new BrokenRuleException("endpoint_disabled", $"'{action}' is not possible while the endpoint is disabled ({DisabledReason}). Enable it first.");
    }
}
