using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Atlas.Persistence.Outbox;

/// <summary>Wakes the relay at the moment when there is something to read for it, and not before.</summary>
sealed class WakeRelayAfterCommit(OutboxSignal relay) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData data, CancellationToken ct = default)
    {
        if (data.Context is ServiceDb db && db.TakeRelayIsDue()) relay.Wake();
        return Task.CompletedTask;
    }
}
