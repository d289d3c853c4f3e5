using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>
/// Lets a request wait until a row has changed, whichever instance changes it. Whoever changes the row calls
/// <see cref="SignalAsync"/> in the same transaction; PostgreSQL tells all instances when that commits.
/// </summary>
/// <remarks>Meant for answers that wait for a message to be handled. NOTIFY serialises commits, so it is not for hot paths.</remarks>
public sealed class ChangeSignals(Database database, ILogger<ChangeSignals> log) : BackgroundService
{
    const string Channel = "atlas_changes";
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, ImmutableList<Waiter>> waiting = new();

    /// <summary>Announces, with the current transaction, that <paramref name="key"/> has changed.</summary>
    public static Task SignalAsync(ServiceDb db, string key, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Channel}, {key})", ct);

    /// <summary>
    /// Starts to listen for <paramref name="key"/>. Begin before the change can happen, then look at the row, then wait.
    /// </summary>
    public Waiter Begin(string key) => new(this, key);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var session = await database.Worker.OpenConnectionAsync(ct);
                session.Notification += (_, told) =>
                {
                    if (waiting.TryGetValue(told.Payload, out var waiters)) waiters.ForEach(waiter => waiter.Hear());
                };
                await using (var listen = new NpgsqlCommand($"listen {Channel}", session)) await listen.ExecuteNonQueryAsync(ct);
                while (true) await session.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogWarning("Signals of changes are not heard: {Reason}", exception.Message);
                await Task.Delay(PauseAfterFault, ct);
            }
        }
    }

    /// <summary>One wait for one change.</summary>
    public sealed class Waiter : IDisposable
    {
        readonly ChangeSignals signals;
        readonly string key;
        readonly TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Waiter(ChangeSignals signals, string key)
        {
            (this.signals, this.key) = (signals, key);
            signals.waiting.AddOrUpdate(key, [this], (_, others) => others.Add(this));
        }

        /// <summary>True when the change was announced, false when it took longer than <paramref name="atMost"/>.</summary>
        public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct)
        {
            await Task.WhenAny(changed.Task, Task.Delay(atMost, ct));
            ct.ThrowIfCancellationRequested();
            return changed.Task.IsCompleted;
        }

        /// <summary>Ends the wait; others for the same key go on.</summary>
        public void Dispose()
        {
            var left = signals.waiting.AddOrUpdate(key, [], (_, waiters) => waiters.Remove(this));
            if (left.IsEmpty) signals.waiting.TryRemove(new(key, left));
        }

        internal void Hear() => changed.TrySetResult();
    }
}
