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
        catch (SemaphoreFullException)
        {
            // The relay is due already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => due.WaitAsync(atMost, ct);

    public void Dispose() => due.Dispose();
}
