using Atlas.Persistence.Tenancy;

namespace Atlas.Webhooks.Deliveries;

/// <summary>One try to deliver, and what came of it. Written once, never changed.</summary>
sealed class Attempt : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid DeliveryId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int DurationMs { get; init; }
    public int? StatusCode { get; init; }

    /// <summary>One of <see cref="Sending.AttemptError"/>; null when it succeeded.</summary>
    public string? Error { get; init; }

    public string? ResponseHead { get; init; }
    public string? ResponseSnippet { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
}
