namespace Atlas.Webhooks.Deliveries;

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="EventId">The <c>webhook-id</c> of all its attempts.</param>
/// <param name="Status"><c>pending</c>, <c>delivering</c>, <c>retrying</c>, <c>delivered</c> or <c>dead</c> (given up).</param>
/// <param name="AttemptCount">Attempts so far.</param>
/// <param name="NextAttemptAt">When it is tried next; null when it is under way or settled, or waits for an earlier event of its key.</param>
/// <param name="LastStatusCode">What the receiver answered last; null when it did not.</param>
/// <param name="LastError">Why the last attempt failed: <c>dns</c>, <c>connect</c>, <c>tls</c>, <c>timeout</c>, <c>blocked_address</c>,
/// <c>status</c>, <c>response</c>, <c>secret</c> or <c>interrupted</c>; null when it did not.</param>
/// <param name="SettledAt">When it was delivered or given up.</param>
public record DeliveryView(
    Guid Id, string EventId, string EventType, Guid EndpointId, string OrderingKey, long Sequence, string Status, int AttemptCount,
    DateTimeOffset? NextAttemptAt, int? LastStatusCode, string? LastError, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt)
{
    internal static DeliveryView From(Delivery d) => new(
        d.Id, d.EventId, d.EventType, d.EndpointId, d.OrderingKey, d.Sequence, d.Status, d.Attempts,
        d.NextAttemptAt, d.LastStatusCode, d.LastError, d.CreatedAt, d.SettledAt);
}

/// <summary>A delivery with the log of its attempts.</summary>
public sealed record DeliveryDetailView : DeliveryView
{
    internal DeliveryDetailView(DeliveryView delivery, IReadOnlyList<AttemptView> attempts) : base(delivery) => Attempts = attempts;

    /// <summary>All attempts, the first one first.</summary>
    public IReadOnlyList<AttemptView> Attempts { get; }
}

/// <summary>One try to deliver.</summary>
/// <param name="At">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="StatusCode">What the receiver answered; null when it did not.</param>
/// <param name="Error">Why it failed; null when it succeeded. <c>interrupted</c>: we stopped in the middle, so it may have arrived twice.</param>
/// <param name="ResponseHead">Status line and headers of the answer.</param>
/// <param name="ResponseSnippet">The first 4 KiB of the answer.</param>
/// <param name="NextAttemptAt">When it was to be tried again; null when it was not.</param>
public sealed record AttemptView(
    int Number, DateTimeOffset At, int DurationMs, int? StatusCode, string? Error, string? ResponseHead, string? ResponseSnippet,
    DateTimeOffset? NextAttemptAt)
{
    internal static AttemptView From(Attempt a) =>
        new(a.Number, a.At, a.DurationMs, a.StatusCode, a.Error, a.ResponseHead, a.ResponseSnippet, a.NextAttemptAt);
}
