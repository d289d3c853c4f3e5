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

    // What happens to the documents of trade and production, as the services that own them call it.
    static readonly (string Document, string[] What)[] Documents =
    [
        ("purchase_order",
            ["created", "updated", "submitted", "approved", "rejected", "revised", "sent", "amended", "received", "receipt_reversed", "returned", "closed", "cancelled"]),
        ("receipt", ["posted", "rejected", "reversed"]),
        ("supplier_return", ["created", "updated", "shipped", "closed", "cancelled"]),
        ("sales_order",
            ["created", "updated", "opened", "amended", "reservation_changed", "put_on_hold", "resumed", "shipped", "returned", "closed", "cancelled"]),
        ("shipment", ["posted", "rejected"]),
        ("sales_return", ["posted", "rejected"]),
        ("work_order",
            ["created", "updated", "released", "reservation_changed", "started", "issued", "output_reported", "output_reversed", "held", "resumed", "closed", "cancelled"]),
    ];

    public static readonly IReadOnlyList<string> All =
    [
        OrderReceived, OrderStatusChanged, OrderProductionCompleted, BatchPlanned, MilestoneCompleted, MilestoneReopened,
        .. Documents.SelectMany(of => of.What.Select(what => $"{of.Document}.{what}")),
        EndpointFailing, EndpointDisabled, EndpointKeyParked, Test,
    ];

    static readonly HashSet<string> Known = [.. All];

    /// <summary>The type of what happened to a document; null where subscribers are not told.</summary>
    public static string? Of(string document, string what) => Known.Contains($"{document}.{what}") ? $"{document}.{what}" : null;
}
