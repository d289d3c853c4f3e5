namespace Atlas.Webhooks.Sending;

/// <summary>A delivery that this process holds the lease of, with all that sending it needs.</summary>
sealed record ClaimedDelivery
{
    public required string TenantId { get; init; }
    public required Guid Id { get; init; }
    public required Guid LeaseToken { get; init; }
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public required Guid EndpointId { get; init; }

    /// <summary>Attempts before this one.</summary>
    public required int Attempts { get; init; }

    /// <summary>Tries of the schedule before this one.</summary>
    public required int Tries { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required byte[] Body { get; init; }
    public required string? TraceParent { get; init; }
    public required string Url { get; init; }
    public required byte[]? SealedHeaders { get; init; }
    public required byte[]? SealedBearerToken { get; init; }

    /// <summary>Newest first.</summary>
    public required byte[][] SealedSecrets { get; init; }

    /// <summary>The endpoint wants the events of a key one after another.</summary>
    public required bool KeepsOrder { get; init; }

    public required string OrderingKey { get; init; }
    public required bool IsHalfOpen { get; init; }

    /// <summary>How many more its lane could have taken when this one was claimed.</summary>
    public required int LaneHadFree { get; init; }

    public LaneKey Lane => new(TenantId, EndpointId);
}
