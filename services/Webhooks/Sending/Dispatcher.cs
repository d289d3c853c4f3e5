using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Atlas.Persistence;
using Npgsql;

namespace Atlas.Webhooks.Sending;

/// <summary>
/// Sends what is due. Each endpoint has a lane of its own, so one that hangs holds up nobody else. A delivery is leased, never
/// locked, while it is sent: a process that is killed loses nothing, because its leases run out and another takes over.
/// </summary>
sealed class Dispatcher(
    Database database, Presence presence, Claims claims, Sender sender, Outcomes outcomes, RetryRules rules, Trouble trouble, DueLanes dueLanes,
    WebhookSettings settings, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>Deliveries of this process in flight at once, over all endpoints.</summary>
    const int Pool = 512;

    const int MaxRecordings = 10;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    static readonly TimeSpan PauseWhileLaneIsLocked = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan LeaseBeyondTimeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan MaxStopping = TimeSpan.FromSeconds(5);

    static readonly ActivitySource Traces = new("Atlas.Webhooks");
    static readonly Meter Metrics = new("Atlas.Webhooks");
    static readonly Counter<long> Attempts = Metrics.CreateCounter<long>("atlas.webhooks.attempts", "{attempt}", "Attempts to deliver, by result");
    static readonly Histogram<double> Lag = Metrics.CreateHistogram<double>("atlas.webhooks.lag", "s", "From an event's arrival to the first attempt");
    static readonly Histogram<double> Duration = Metrics.CreateHistogram<double>("atlas.webhooks.duration", "s", "Duration of one attempt");

    readonly LaneBook lanes = new();
    readonly ConcurrentDictionary<Task, bool> inFlight = new();
    readonly CancellationTokenSource breakOff = new();
    int halfOpenInFlight;
    long polledAt;

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        try
        {
            await database.Ready.WaitAsync(ct);
            while (!ct.IsCancellationRequested) await SafelyDispatchAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The end; what is in flight still gets a moment.
        }

        breakOff.CancelAfter(MaxStopping);
        await Task.WhenAll(inFlight.Keys);
    }

    async Task SafelyDispatchAsync(CancellationToken ct)
    {
        try
        {
            await DispatchOnceAsync(ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("Deliveries wait, because {Reason}", exception.Message);
            await Task.Delay(PauseAfterFault, ct);
        }
    }

    async Task DispatchOnceAsync(CancellationToken ct)
    {
        var due = await dueLanes.TakeAsync(Poll, ct);
        if (Stopwatch.GetElapsedTime(polledAt) >= Poll)
        {
            // The backstop: retries whose time has come, and what other instances committed or left behind.
            await presence.ShowAsync(ct);
            due.UnionWith(await claims.TakeBackAsync(ct));
            due.UnionWith(await claims.FindDueLanesAsync(ct));
            polledAt = Stopwatch.GetTimestamp();
        }

        var free = Pool - inFlight.Count;
        if (due.Count == 0 || free <= 0) return;
        lanes.BeginClaim(due);
        var claim = await claims.ClaimAsync(due, free, Math.Max(0, Pool / 2 - halfOpenInFlight), settings.Timeout + LeaseBeyondTimeout, ct);
        foreach (var lane in claim.Deliveries.GroupBy(delivery => delivery.Lane))
        {
            var (first, count) = (lane.First(), lane.Count());
            lanes.Took(lane.Key, count, mayHaveMore: count >= first.LaneHadFree || first.KeepsOrder);
        }

        foreach (var delivery in claim.Deliveries) Start(delivery);
        _ = ComeBackToAsync([.. due.Except(claim.Lanes)], ct);
    }

    void Start(ClaimedDelivery delivery)
    {
        var task = Task.Run(() => DeliverAsync(delivery), CancellationToken.None);
        inFlight[task] = true;
        _ = task.ContinueWith(done => inFlight.TryRemove(done, out _), TaskScheduler.Default);
    }

    async Task DeliverAsync(ClaimedDelivery delivery)
    {
        if (delivery.IsHalfOpen) Interlocked.Increment(ref halfOpenInFlight);
        try
        {
            // Continues the trace of what the event is about, however long ago that was.
            ActivityContext.TryParse(delivery.TraceParent, null, isRemote: true, out var parent);
            using var span = Traces.StartActivity("webhook delivery", ActivityKind.Internal, parent);
            span?.SetTag("atlas.event_id", delivery.EventId).SetTag("atlas.event_type", delivery.EventType)
                .SetTag("atlas.delivery_id", delivery.Id).SetTag("atlas.attempt", delivery.Attempts + 1);
            var result = await sender.SendAsync(delivery, breakOff.Token);
            span?.SetStatus(result.IsSuccess ? ActivityStatusCode.Ok : ActivityStatusCode.Error, result.Error);
            Measure(delivery, result);
            await SettleAsync(delivery, result);
        }
        catch (Exception exception)
        {
            // The lease runs out, and then it is sent again.
            log.LogError(exception, "The outcome of delivery {DeliveryId} could not be recorded", delivery.Id);
        }
        finally
        {
            if (delivery.IsHalfOpen) Interlocked.Decrement(ref halfOpenInFlight);
            if (lanes.CameBack(delivery.Lane)) dueLanes.Add([delivery.Lane]);
        }
    }

    async Task SettleAsync(ClaimedDelivery delivery, AttemptResult result)
    {
        var decision = rules.Decide(delivery, result);
        if (await RecordAsync(delivery, result, decision) is not { } lane)
        {
            log.LogWarning("Delivery {DeliveryId} took longer than its lease; another attempt counts", delivery.Id);
            return;
        }

        if (decision.ParksKey) await trouble.TellOfParkedKeyAsync(delivery, CancellationToken.None);
        if (result.IsGone) await trouble.DisableAsGoneAsync(delivery.Lane, CancellationToken.None);
        else if (trouble.IsDue(lane)) await trouble.AttendAsync(delivery.Lane, CancellationToken.None);
    }

    // An outcome that is not recorded makes a duplicate, so a database that is away for a moment is waited for.
    async Task<LaneState?> RecordAsync(ClaimedDelivery delivery, AttemptResult result, Decision decision)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await outcomes.RecordAsync(delivery, result, decision, CancellationToken.None);
            }
            catch (NpgsqlException exception) when (attempt < MaxRecordings && !breakOff.IsCancellationRequested)
            {
                log.LogWarning("The outcome of delivery {DeliveryId} waits, because {Reason}", delivery.Id, exception.Message);
                await Task.Delay(PauseAfterFault, CancellationToken.None);
            }
        }
    }

    static void Measure(ClaimedDelivery delivery, AttemptResult result)
    {
        Attempts.Add(1, new KeyValuePair<string, object?>("result", result.Error ?? "delivered"));
        Duration.Record(result.Duration.TotalSeconds);
        if (delivery.Attempts == 0) Lag.Record((result.At - delivery.CreatedAt).TotalSeconds);
    }

    // A lane that another instance was claiming in may have got something after it had looked.
    async Task ComeBackToAsync(List<LaneKey> skipped, CancellationToken ct)
    {
        if (skipped.Count == 0) return;
        await Task.Delay(PauseWhileLaneIsLocked, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        dueLanes.Add(skipped);
    }
}
