using Atlas.Persistence.Tenancy;

namespace Atlas.Webhooks.Events;

/// <summary>Something that happened, with the bytes that every subscriber gets to see. Never changed.</summary>
sealed class WebhookEvent : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary><c>evt_</c> and 26 characters; the <c>webhook-id</c> of every attempt.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>Events of one key have gapless numbers, and stay in order where an endpoint asks for it.</summary>
    public required string OrderingKey { get; init; }

    public required long Sequence { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required byte[] Body { get; init; }

    /// <summary>The body for endpoints that want only id and address of what changed.</summary>
    public required byte[] ThinBody { get; init; }

    /// <summary>The trace that the event is part of, so that its deliveries continue it.</summary>
    public string? TraceParent { get; init; }
}
