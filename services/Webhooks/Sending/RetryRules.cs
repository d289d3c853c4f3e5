using Atlas.Webhooks.Deliveries;

namespace Atlas.Webhooks.Sending;

/// <summary>Decides what happens after an attempt.</summary>
sealed class RetryRules(WebhookSettings settings)
{
    const double MaxJitter = 0.2;

    public Decision Decide(ClaimedDelivery delivery, AttemptResult result)
    {
        if (result.IsSuccess) return new(Delivery.Delivered, null, ParksKey: false, CountsAsTry: true, LaneEffect.Recovers);
        if (result.Error == AttemptError.Interrupted)
            return new(Delivery.Retrying, TimeSpan.Zero, ParksKey: false, CountsAsTry: false, LaneEffect.None);
        return NextIn(delivery.Tries + 1, result.RetryAfter) is { } next && !result.IsGone
            ? new(Delivery.Retrying, next, ParksKey: false, CountsAsTry: true, LaneEffect.Fails)
            : new(Delivery.Dead, null, ParksKey: delivery.KeepsOrder, CountsAsTry: true, LaneEffect.Fails);
    }

    /// <summary>The wait before the next try, when so many were made; null when there is none.</summary>
    public TimeSpan? NextIn(int tries, TimeSpan? retryAfter)
    {
        if (tries >= settings.RetrySchedule.Count) return null;
        // Only ever later: what failed together must not come back together.
        var wait = settings.RetrySchedule[tries] * (1 + Random.Shared.NextDouble() * MaxJitter);
        return retryAfter > wait ? retryAfter : wait;
    }
}
