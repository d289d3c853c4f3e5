using System.Runtime.InteropServices;

namespace Atlas.Embedded.Running;

/// <summary>Turns Ctrl+C, the signals of service runners and a closed terminal into one wish to stop.</summary>
sealed class StopSignals : IDisposable
{
    // One wish may arrive twice at once: from the kernel and from a shell or a timeout command.
    static readonly TimeSpan OneWish = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource stopping = new();
    readonly PosixSignalRegistration[] registrations;
    long? asked;

    public StopSignals() => registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Stopping => stopping.Token;

    /// <summary>The first signal that asked to stop; null when none did.</summary>
    public PosixSignal? Asked { get; private set; }

    /// <summary>Asks to stop, as a signal would.</summary>
    public void Stop() => stopping.Cancel();

    void OnSignal(PosixSignalContext context)
    {
        // The process ends when everything it started has ended. Somebody who presses Ctrl+C again will not wait for that: it
        // ends now, and the kernel tells its children.
        context.Cancel = context.Signal != PosixSignal.SIGINT || asked is not { } first
            || TimeProvider.System.GetElapsedTime(first) < OneWish;
        asked ??= TimeProvider.System.GetTimestamp();
        Asked ??= context.Signal;
        // Not on the thread of the signal: what waits for this token takes its time.
        ThreadPool.QueueUserWorkItem(_ => stopping.Cancel());
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }
}
