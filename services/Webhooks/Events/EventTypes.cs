namespace Atlas.Webhooks.Events;

/// <summary>The types of events that subscribers can choose from.</summary>
static class EventTypes
{
    public const string OrderReceived = "order.received";
    public const string OrderStatusChanged = "order.status_changed";
    public const string OrderProductionCompleted = "order.production_completed";
    public const string BatchPlanned = "batch.planned";
    public const string MilestoneCompleted = "milestone.completed";

    public const string MilestoneReopened = "milestone.reopened";

    /// <summary>An endpoint has not taken anything for a while.</summary>
    public const string EndpointFailing = "endpoint.failing";

    /// <summary>Nothing is sent to an endpoint any more.</summary>
    public const string EndpointDisabled = "endpoint.disabled";

    /// <summary>An event could not be delivered in order, so later ones of its key wait for it.</summary>
    public const string EndpointKeyParked = "endpoint.key_parked";

    /// <summary>Sent on request, to see whether it arrives.</summary>
    public const string Test = "webhook.test";

    public static readonly IReadOnlyList<string> All =
    [
        OrderReceived, OrderStatusChanged, OrderProductionCompleted, BatchPlanned, MilestoneCompleted, MilestoneReopened,
        EndpointFailing, EndpointDisabled, EndpointKeyParked, Test,
    ];
}
