using Atlas.Persistence.Tenancy;

namespace Atlas.Webhooks.Deliveries;

/// <summary>One event on its way to one endpoint. The dispatcher changes it by SQL; requests only ask for another try.</summary>
sealed class Delivery : ITenantOwned
{
    public const string Pending = "pending";
    public const string Delivering = "delivering";
    public const string Retrying = "retrying";
    public const string Delivered = "delivered";
    public const string Dead = "dead";
    public static readonly IReadOnlyList<string> Statuses = [Pending, Delivering, Retrying, Delivered, Dead];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public required Guid EndpointId { get; init; }
    public required string OrderingKey { get; init; }
    public required long Sequence { get; init; }
    public string Status { get; private set; } = Pending;

    /// <summary>When it is due. Null while it is under way, done, or behind an earlier event of its key.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>All attempts so far, which number the rows of the log.</summary>
    public int Attempts { get; private set; }

    /// <summary>Tries since the schedule last began anew.</summary>
    public int Tries { get; private set; }

    /// <summary>It was given up on an endpoint that wants order: what comes later of its key waits.</summary>
    public bool ParksKey { get; private set; }

    /// <summary>Who is sending it. Whoever lost the lease can no longer report an outcome.</summary>
    public Guid? LeaseToken { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>The number of the process that holds the lease. When that process is gone, so is the lease.</summary>
    public int? LeaseHolder { get; private set; }

    public DateTimeOffset? AttemptStartedAt { get; private set; }
    public int? LastStatusCode { get; private set; }
    public string? LastError { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Sends it once more, from the start of the schedule. One that is under way or due anyway stays as it is.</summary>
    public void Redeliver(DateTimeOffset now)
    {
        if (Status is Pending or Delivering) return;
        Status = Pending;
        NextAttemptAt = now;
        Tries = 0;
        ParksKey = false;
        SettledAt = null;
    }
}
