namespace Atlas.Webhooks.Endpoints;

/// <summary>An address that events are sent to. What is secret of it is not shown.</summary>
public record EndpointView
{
    public required Guid Id { get; init; }
    public required string Url { get; init; }
    public required string? Description { get; init; }

    /// <summary>The event types it wants; none means all.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    public required bool Enabled { get; init; }

    /// <summary><c>active</c>, <c>degraded</c> (the last attempts failed) or <c>disabled</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>manual</c>, <c>gone</c> (it answered 410) or <c>failing</c>; null while enabled.</summary>
    public required string? DisabledReason { get; init; }

    public required DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Since when nothing has succeeded; null while all is well.</summary>
    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary><c>none</c>, or <c>key</c>: the events of a key come one after another.</summary>
    public required string Ordering { get; init; }

    /// <summary><c>full</c>, or <c>thin</c>: only id and address of what changed.</summary>
    public required string Payload { get; init; }

    public required int? RatePerSecond { get; init; }

    /// <summary>Names of the headers that go with every delivery; their values are never shown.</summary>
    public required IReadOnlyList<string> StaticHeaderNames { get; init; }

    public required bool HasBearerToken { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required long Version { get; init; }

    internal static EndpointView From(Endpoint endpoint, Lane lane) => new(endpoint, lane);

    /// <summary>Shows an endpoint and how it is doing.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private protected EndpointView(Endpoint endpoint, Lane lane)
    {
        Id = endpoint.Id;
        Url = endpoint.Url;
        Description = endpoint.Description;
        EventTypes = endpoint.EventTypes;
        Enabled = endpoint.Enabled;
        Status = !endpoint.Enabled ? "disabled" : lane.FailingSince is null && !lane.HalfOpen ? "active" : "degraded";
        DisabledReason = endpoint.DisabledReason;
        DisabledAt = endpoint.DisabledAt;
        FailingSince = lane.FailingSince;
        Ordering = endpoint.Ordering;
        Payload = endpoint.Payload;
        RatePerSecond = endpoint.RatePerSecond;
        StaticHeaderNames = endpoint.HeaderNames;
        HasBearerToken = endpoint.SealedBearerToken is not null;
        CreatedAt = endpoint.CreatedAt;
        UpdatedAt = endpoint.UpdatedAt;
        Version = endpoint.Version;
    }
}

/// <summary>A new endpoint, with the secret that its deliveries are signed with.</summary>
public sealed record NewEndpointView : EndpointView
{
    /// <summary>Shown here, and on <c>GET …/secret</c>.</summary>
    public required string Secret { get; init; }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    internal NewEndpointView(Endpoint endpoint, Lane lane, string secret) : base(endpoint, lane) => Secret = secret;
}
