using Atlas.Embedded.Servers;

namespace Atlas.Embedded.Running;

/// <summary>A resource at run time: started when what it waits for is healthy, started again when it ends by itself.</summary>
abstract class Part(Resource resource, Action changed)
{
    public const string Waiting = "waiting";
    public const string Starting = "starting";
    public const string Healthy = "healthy";
    public const string Restarting = "restarting";
    public const string Stopped = "stopped";

    // A new service may lose a race against its database once or twice; after that its start is broken.
    const int StartsBeforeGivingUp = 3;

    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly TaskCompletionSource becameHealthy = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => resource.Name;

    public IReadOnlyList<IResource> WaitsFor => resource.WaitsFor;

    public Task BecameHealthy => becameHealthy.Task;

    public string State { get; private set; } = Waiting;

    public int Restarts { get; private set; }

    public abstract int? ProcessId { get; }

    public virtual string? Url => null;

    public virtual string? ConnectionString => null;

    /// <summary>Starts it and returns when it is healthy.</summary>
    /// <exception cref="StartFailedException">It cannot start, or ended before it was healthy.</exception>
    protected abstract Task StartAsync(CancellationToken stopping);

    /// <summary>Completes with the exit code when it ends.</summary>
    protected abstract Task<int> Exited { get; }

    /// <summary>Ends its process, if it has one. Called once its run has ended.</summary>
    protected abstract Task EndAsync();

    /// <summary>Keeps it running until <paramref name="stopping"/>.</summary>
    /// <exception cref="StartFailedException">It never became healthy.</exception>
    public async Task RunAsync(IEnumerable<Part> dependencies, CancellationToken stopping)
    {
        await Task.WhenAll(dependencies.Select(d => d.BecameHealthy)).WaitAsync(stopping);
        Change(Starting);

        for (var failures = 0; ; Restarts++)
        {
            try
            {
                var started = TimeProvider.System.GetTimestamp();
                await StartAsync(stopping);
                failures = 0;
                Change(Healthy);
                if (ProcessId is not null) Terminal.Line(Name, $"healthy after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
                becameHealthy.TrySetResult();

                var code = await Exited.WaitAsync(stopping);
                Terminal.Line(Name, $"stopped unexpectedly (exit code {code}); starting it again in {FirstPause.TotalSeconds:0} s");
            }
            catch (StartFailedException e)
            {
                failures++;
                if (!BecameHealthy.IsCompleted && (failures == StartsBeforeGivingUp || !MayRetryFirstStart)) throw;
                Terminal.Line(Name, $"{e.Message}; starting it again in {Pause(failures).TotalSeconds:0} s");
            }

            Change(Restarting);
            await Task.Delay(Pause(failures), stopping);
        }
    }

    public async Task StopAsync()
    {
        var ran = ProcessId is not null;
        await EndAsync();
        Change(Stopped);
        if (ran) Terminal.Line(Name, "stopped");
    }

    /// <summary>Whether a first start that failed could succeed when tried again; a server's reasons do not pass.</summary>
    protected virtual bool MayRetryFirstStart => false;

    static TimeSpan Pause(int failures) => failures <= 1 ? FirstPause
        : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, failures - 1)));

    protected void Change(string state)
    {
        State = state;
        changed();
    }
}
