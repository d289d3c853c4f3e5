using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Atlas.Webhooks.Sending;

/// <summary>Tells the dispatcher of this process which lanes have something to send now.</summary>
sealed class DueLanes : IDisposable
{
    readonly HashSet<LaneKey> due = [];
    readonly SemaphoreSlim signal = new(0, 1);

    public void Add(IEnumerable<LaneKey> lanes)
    {
        lock (due)
        {
            var before = due.Count;
            due.UnionWith(lanes);
            if (due.Count > 0 && before == 0 && signal.CurrentCount == 0) signal.Release();
        }
    }

    /// <summary>Waits for lanes to become due; none when the time is over.</summary>
    public async Task<HashSet<LaneKey>> TakeAsync(TimeSpan atMost, CancellationToken ct)
    {
        await signal.WaitAsync(atMost, ct);
        lock (due)
        {
            HashSet<LaneKey> taken = [.. due];
            due.Clear();
            return taken;
        }
    }

    public void Dispose() => signal.Dispose();
}

/// <summary>Wakes the dispatcher at the moment when there is something to read for it, and not before.</summary>
sealed class WakeDispatcherAfterCommit(DueLanes lanes) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData data, CancellationToken ct = default)
    {
        if (data.Context is WebhooksDb db && db.TakeDueLanes() is { Count: > 0 } due) lanes.Add(due);
        return Task.CompletedTask;
    }
}
