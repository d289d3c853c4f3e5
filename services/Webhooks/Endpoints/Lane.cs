using Atlas.Persistence.Tenancy;

namespace Atlas.Webhooks.Endpoints;

/// <summary>
/// How an endpoint is doing, as the dispatcher sees it. Apart from <see cref="Endpoint"/>, so that deliveries do not change
/// the version of what people edit. Its row is the lock under which deliveries of the endpoint are claimed.
/// </summary>
sealed class Lane : ITenantOwned
{
    /// <summary>Deliveries of one endpoint in flight at once.</summary>
    public const int Width = 8;

    public string TenantId { get; private set; } = null!;
    public required Guid EndpointId { get; init; }

    /// <summary>One delivery at a time, until one succeeds: the receiver was overloaded or did not answer in time.</summary>
    public bool HalfOpen { get; set; }

    /// <summary>Since when nothing has succeeded; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public int FailedAttempts { get; set; }

    /// <summary>How many of the warnings about this row of failures were given.</summary>
    public int Warnings { get; set; }

    /// <summary>What is left in the token bucket of a rate-limited endpoint.</summary>
    public double Tokens { get; set; }

    public DateTimeOffset RefilledAt { get; set; }

    /// <summary>A fresh start after the endpoint was enabled again: one delivery probes before the rest follow.</summary>
    public void StartOver() => (HalfOpen, FailingSince, FailedAttempts, Warnings) = (true, null, 0, 0);
}
