using Atlas.Embedded.Processes;
using Atlas.Embedded.Servers;

namespace Atlas.Embedded.Running;

/// <summary>One run of a system, from the first process to the last.</summary>
sealed class SystemRun
{
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    readonly DistributedApplicationBuilder builder;
    readonly StopSignals signals;
    readonly StateFile state;
    readonly List<Part> parts;
    readonly Dashboard? dashboard;
    readonly long started = TimeProvider.System.GetTimestamp();

    SystemRun(DistributedApplicationBuilder builder, StopSignals signals, Dashboard? dashboard)
    {
        this.builder = builder;
        this.signals = signals;
        this.dashboard = dashboard;
        state = new StateFile(builder.Data) { Dashboard = dashboard?.Url };
        parts = [.. builder.Resources.Select(ToPart).OfType<Part>()];
    }

    /// <summary>Runs the system until it is asked to stop.</summary>
    /// <returns>The exit code: 0 when it was asked to stop, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(DistributedApplicationBuilder builder)
    {
        using var signals = new StopSignals();
        using var data = builder.Data;
        try
        {
            ServerFolder.DemandLinux();
            data.Claim();
            await EndLeftoversAsync(data);
            ChoosePorts(builder.Resources);
            var dashboard = builder.Dashboard ? await Dashboard.StartAsync(builder.RepositoryDirectory, data, signals.Stopping) : null;
            return await new SystemRun(builder, signals, dashboard).RunAsync();
        }
        catch (StartFailedException e)
        {
            Terminal.Error(e.Message);
            return 1;
        }
    }

    async Task<int> RunAsync()
    {
        state.Write(parts);
        Terminal.Line($"Starting {string.Join(", ", parts.Where(p => p is not DatabasePart).Select(p => p.Name))} on {builder.Data.Root}");
        Dictionary<string, Part> byName = parts.ToDictionary(p => p.Name);
        var runs = parts.ToDictionary(
            p => p, p => p.RunAsync([.. p.WaitsFor.Select(w => byName[w.Name])], signals.Stopping));
        try
        {
            await UntilHealthyAsync(runs.Values);
            state.State = "running";
            state.Write(parts);
            Greet();
            await await Task.WhenAny(runs.Values);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            signals.Stop();
            await StopAsync(runs);
        }

        return 0;
    }

    /// <summary>Waits until all are healthy or one has failed for good, and says who is awaited when it takes long.</summary>
    async Task UntilHealthyAsync(IEnumerable<Task> runs)
    {
        var healthy = Task.WhenAll(parts.Select(p => p.BecameHealthy));
        var failed = Task.WhenAny(runs);
        while (await Task.WhenAny(healthy, failed, Task.Delay(BetweenLooks)) is var first && first != healthy)
        {
            if (first == failed) await await failed;
            if (Terminal.Silence < LongestSilence) continue;

            var awaited = parts.Where(p => p.State is Part.Starting or Part.Restarting).Select(p => p.Name);
            Terminal.Line($"waiting for {string.Join(", ", awaited)} ({Elapsed})");
        }
    }

    string Elapsed => $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s";

    void Greet()
    {
        Terminal.Line($"\nEverything is healthy after {Elapsed}. Ctrl+C stops it.\n");
        var external = builder.Resources.OfType<ProjectResource>().Where(p => p.IsExternal).ToList();
        foreach (var project in external) Terminal.Line($"  {project.Name,-10} {project.Url}");
        if (dashboard is not null) Terminal.Line($"  {"dashboard",-10} {dashboard.Url}");
        foreach (var line in builder.Configuration.GetSection("Greeting").GetChildren())
            Terminal.Line("  " + external.Aggregate(line.Value ?? "", (text, p) => text.Replace($"{{{p.Name}}}", p.Url, StringComparison.Ordinal)));
        Terminal.Line("");
    }

    /// <summary>Stops in the opposite order: each part when nothing that waited for it runs any more.</summary>
    async Task StopAsync(Dictionary<Part, Task> runs)
    {
        state.State = "stopping";
        Terminal.Line($"Stopping{(signals.Asked is { } signal ? $" on {signal}" : "")} …");
        // None starts anything from here on. A run that failed was reported by the one who awaited it.
        await Task.WhenAll(runs.Values).ContinueWith(_ => { }, TaskScheduler.Default);

        List<Part> left = [.. parts];
        while (left.Count > 0)
        {
            List<Part> free = [.. left.Where(p => !left.Exists(other => other.WaitsFor.Any(w => w.Name == p.Name)))];
            if (!free.Exists(p => p is ProjectPart)) await StopDashboardAsync();
            await Task.WhenAll(free.Select(p => p.StopAsync()));
            left.RemoveAll(free.Contains);
        }

        await StopDashboardAsync();
        state.Delete();
        Terminal.Line("Everything has stopped.");
    }

    /// <summary>After the services, which send it the last they have to tell.</summary>
    Task StopDashboardAsync() => dashboard?.StopAsync() ?? Task.CompletedTask;

    Part? ToPart(Resource resource) => resource switch
    {
        PostgresServerResource postgres => new PostgresPart(postgres, builder.Data, Changed),
        PostgresDatabaseResource database => new DatabasePart(database, Changed),
        RabbitMQServerResource rabbitMq => new RabbitMqPart(rabbitMq, builder.Data, Changed),
        ProjectResource { IsNotStarted: true } => null,
        ProjectResource project => new ProjectPart(
            project, builder.Data, builder.Environment, new Telemetry(dashboard?.OtlpEndpoint), Changed),
        _ => null, // A parameter is a value, not a process.
    };

    void Changed() => state.Write(parts);

    /// <summary>Ends services of a host that was killed, so that a new one never doubles them; servers look after their own.</summary>
    static Task EndLeftoversAsync(DataFolder data) => Task.WhenAll(
        Directory.GetFiles(data.Folder("processes")).Select(record => ProcessRecord.EndLeftoverAsync(record, ProcessTable.SIGTERM)));

    static void ChoosePorts(IEnumerable<Resource> resources)
    {
        foreach (var project in resources.OfType<ProjectResource>())
        {
            if (project.FixedPort is { } wanted && !Ports.IsFree(wanted))
                throw new StartFailedException(
                    $"Port {wanted}, wanted for {project.Name}, is taken by another program; stop that, or choose another port with --port.");
            project.Port = project.FixedPort ?? Ports.Free();
        }
    }
}
