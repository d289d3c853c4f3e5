using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Reservations;
using Atlas.Persistence;
using Atlas.Persistence.Idempotency;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Ledger;

/// <summary>
/// The only writer of stock. Commands of one tenant that arrive while a transaction runs are committed together by the next one
/// (group commit): each is decided on its own, as if they had come one after another. A command that arrives alone goes at once.
/// </summary>
/// <remarks>
/// One group is one transaction: it locks the tenant's ledger head, loads what its commands need, decides them in memory on the
/// <see cref="Book"/>, writes everything as sets, and commits effects, messages and kept answers together. The lock is in the
/// database, so any number of instances may write. The README of this service has the whole story.
/// </remarks>
sealed class LedgerWriter(IServiceScopeFactory scopes, TimeProvider time, ILogger<LedgerWriter> log)
{
    /// <summary>More would make the first of a group wait long for the last.</summary>
    const int MaxGroup = 256;

    /// <summary>What waits beyond this is refused: the answer would come too late to be of use.</summary>
    const int MaxWaiting = 8_192;

    const int MaxLanesAtOnce = 16;
    const int MaxAttempts = 4;
    const int RetryAfterSeconds = 1;

    // Without Retry-After, which would have it sent again blindly.
    static readonly Error OutcomeUnknown = new(StatusCodes.Status503ServiceUnavailable, "outcome_unknown",
        "The database went away while this was being committed, so nobody knows whether it was. Look before you send it again; with an Idempotency-Key, it can be sent again without a look.");

    static readonly Meter Metrics = new("Atlas.Inventory");
    static readonly Counter<long> Postings = Metrics.CreateCounter<long>("atlas.inventory.postings", "{transaction}", "Transactions posted");
    static readonly Counter<long> Refusals = Metrics.CreateCounter<long>("atlas.inventory.refusals", "{command}", "Commands refused");
    static readonly Histogram<int> GroupSizes = Metrics.CreateHistogram<int>("atlas.inventory.group.size", "{command}", "Commands per transaction");

    readonly ConcurrentDictionary<string, Lane> lanes = new();
    readonly SemaphoreSlim room = new(MaxLanesAtOnce);

    /// <summary>Runs the command of a request and returns its answer, which is committed then.</summary>
    public async Task<IResult> RunAsync(HttpContext http, LedgerCommand command)
    {
        var request = GroupedRequest.Of(http);
        var outcome = await EnqueueAsync(request.Caller.Tenant, new Pending(command, request));
        return outcome.Captured!;
    }

    /// <summary>Runs a command that no request waits for.</summary>
    /// <returns>Its answer.</returns>
    /// <exception cref="BrokenRuleException">It is refused; so with <see cref="RefusedException"/>.</exception>
    public async Task<LedgerAnswer> RunAsync(string tenant, LedgerCommand command)
    {
        var outcome = await EnqueueAsync(tenant, new Pending(command, null));
        return outcome.Answer ?? throw outcome.Refusal!;
    }

    Task<Outcome> EnqueueAsync(string tenant, Pending pending)
    {
        var lane = lanes.GetOrAdd(tenant, name => new Lane(name));
        lock (lane)
        {
            if (lane.Weight >= MaxWaiting)
                throw new RefusedException(Error.Unavailable("timeout", "Too much is waiting to be posted. Try again.", RetryAfterSeconds));
            lane.Waiting.Enqueue(pending);
            lane.Weight += pending.Command.Weight;
            if (!lane.IsRunning)
            {
                lane.IsRunning = true;
                // The group belongs to no request, so nothing of this one flows into it.
                using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => DrainAsync(lane));
            }
        }

        return pending.Done.Task;
    }

    async Task DrainAsync(Lane lane)
    {
        await room.WaitAsync();
        try
        {
            while (Take(lane) is { Count: > 0 } group)
            {
                await RunGroupAsync(lane.Tenant, group);
            }
        }
        finally
        {
            room.Release();
        }
    }

    static List<Pending> Take(Lane lane)
    {
        lock (lane)
        {
            var (group, weight) = (new List<Pending>(Math.Min(lane.Waiting.Count, MaxGroup)), 0);
            while (weight < MaxGroup && lane.Waiting.TryDequeue(out var pending))
            {
                group.Add(pending);
                weight += pending.Command.Weight;
            }

            lane.Weight -= weight;
            if (group.Count == 0) lane.IsRunning = false;
            return group;
        }
    }

    async Task RunGroupAsync(string tenant, List<Pending> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isSent = false;
            try
            {
                var outcomes = await TryOnceAsync(tenant, group, () => isSent = true);
                for (var i = 0; i < group.Count; i++) group[i].Done.SetResult(outcomes[i]);
                return;
            }
            catch (Exception exception)
            {
                // When the connection broke after all was sent, nobody knows whether it is committed. Under a key the answer is
                // found if so; without one, doing it again might do it twice. Where the server says what is wrong, it is not.
                var isUnknown = isSent && exception is NpgsqlException and not PostgresException { InvariantSeverity: "ERROR" };
                if (attempt < MaxAttempts && UnitOfWork.MayBeTriedAgain(exception, isSafe: !isUnknown))
                {
                    continue;
                }

                if (attempt < MaxAttempts && isUnknown && UnitOfWork.MayBeTriedAgain(exception, isSafe: true))
                {
                    foreach (var lost in group.Where(pending => !pending.IsRepeatable)) lost.Fail(exception, isUnknown);
                    group = [.. group.Where(pending => pending.IsRepeatable)];
                    if (group.Count > 0) continue;
                    return;
                }

                if (group.Count > 1 && !isUnknown && DatabaseAway.AnswerFor(exception) is null)
                {
                    // One of them cannot be written down for a reason that nobody foresaw. Alone, each of the others can.
                    log.LogError(exception, "A group of {Count} commands failed; each is tried alone", group.Count);
                    foreach (var alone in group) await RunGroupAsync(tenant, [alone]);
                    return;
                }

                foreach (var pending in group) pending.Fail(exception, isUnknown);
                return;
            }
        }
    }

    async Task<Outcome[]> TryOnceAsync(string tenant, List<Pending> group, Action sent)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<InventoryDb>();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        db.NamesTenantItself = true; // The desk does, in its first batch.
        var ct = CancellationToken.None; // Commands and statements have their time-outs; who has gone away does not stop the others.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        var wanted = new Wanted();
        foreach (var pending in group) pending.Command.Ask(wanted);
        var desk = new LedgerDesk(db, time);
        var outcomes = new Outcome[group.Count];
        var requests = group.Select(pending => pending.Request).OfType<GroupedRequest>().ToList();
        Book book;
        KeptAnswers kept;
        while (true)
        {
            (book, kept) = await desk.OpenAsync(wanted, requests, ct);
            try
            {
                for (var i = 0; i < group.Count; i++) outcomes[i] = Decide(book, group[i], kept);
                break;
            }
            catch (TooFewLayersException) when (!wanted.AllLayers)
            {
                wanted.AllLayers = true; // Nothing is written yet, and the lock is held: once more, with all of them.
            }
        }

        await FillBackordersAsync(desk, book, ct);
        await desk.WriteDownAsync(book, kept, sent, ct);
        GroupSizes.Record(group.Count);
        Postings.Add(book.Posted.Count);
        return outcomes;
    }

    // In the same transaction, so that nobody who waits is forgotten, and nobody who comes later is served before.
    static async Task FillBackordersAsync(LedgerDesk desk, Book book, CancellationToken ct)
    {
        var items = book.MoreAvailable.Where(id => book.Items[id].Backordered > 0).ToList();
        if (items.Count == 0) return;
        await desk.LoadBackordersAsync(book, items, ct);
        book.TraceParent = null;
        Holding.FillBackorders(book, items);
        book.CheckHolds();
        book.Stand();
    }

    static Outcome Decide(Book book, Pending pending, KeptAnswers kept)
    {
        var (command, request) = (pending.Command, pending.Request);
        if (request?.Repeated(kept) is { } earlier) return new Outcome(null, earlier, null);
        book.TraceParent = request?.TraceParent ?? Activity.Current?.Id;
        book.Actor = command.Actor;
        Outcome outcome;
        try
        {
            var answer = command.Run(book);
            book.CheckHolds();
            outcome = new Outcome(answer, request?.Answer(answer.Status, answer.Body, answer.Location, answer.Version), null);
            if (request is { IsDryRun: true }) book.TakeBack();
            else book.Stand();
        }
        catch (Exception exception) when (exception is BrokenRuleException or RefusedException)
        {
            book.TakeBack();
            Refusals.Add(1);
            var error = exception is BrokenRuleException broken ? broken.ToError() : ((RefusedException)exception).Error;
            outcome = new Outcome(null, request?.Refuse(error), exception);
        }

        if (request is not null) request.Keep(kept, outcome.Captured!);
        return outcome;
    }

    sealed record Outcome(LedgerAnswer? Answer, CapturedAnswer? Captured, Exception? Refusal);

    sealed class Pending(LedgerCommand command, GroupedRequest? request)
    {
        public LedgerCommand Command => command;
        public GroupedRequest? Request => request;
        public TaskCompletionSource<Outcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True when doing it twice has the effect once.</summary>
        public bool IsRepeatable => request is { HasKey: true };

        /// <summary>Ends it with what went wrong; a caller who may have to look first is told so.</summary>
        public void Fail(Exception exception, bool isUnknown) =>
            Done.SetException(isUnknown && request is { HasKey: false } ? new RefusedException(OutcomeUnknown) : exception);
    }

    sealed class Lane(string tenant)
    {
        public string Tenant => tenant;
        public Queue<Pending> Waiting { get; } = [];
        /// <summary>Of what waits.</summary>
        public int Weight { get; set; }
        public bool IsRunning { get; set; }
    }
}
