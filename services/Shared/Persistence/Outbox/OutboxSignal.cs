namespace Atlas.Persistence.Outbox;

/// <summary>Wakes the relay of this process when something was committed for it.</summary>
/// <remarks>In process and not NOTIFY, because NOTIFY takes a lock of the whole database at every commit.</remarks>
sealed class OutboxSignal : IDisposable
{
    readonly SemaphoreSlim due = new(0, 1);

    public void Wake()
    {
        try
        {
            due.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // The relay is due already, or gone: the next process reads what is there. What woke it is committed and must not fail.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => due.WaitAsync(atMost, ct);

    public void Dispose() => due.Dispose();
}
