using System.Runtime.InteropServices;
using Atlas.Embedded.Processes;
using Atlas.Embedded.Servers;
using Microsoft.Extensions.Hosting;

namespace Atlas.Embedded.Running;

sealed class ProjectPart(ProjectResource resource, DataFolder data, IHostEnvironment environment, Telemetry telemetry, Action changed)
    : Part(resource, changed)
{
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(100);

    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    // The dotnet that runs this process runs the services too, wherever it was installed.
    static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    readonly LogFile log = new(Path.Combine(data.Folder("logs"), resource.Name + ".log"));
    ChildProcess? process;

    public override int? ProcessId => process is { Exited.IsCompleted: false } p ? p.Key.Id : null;

    public override string? Url => resource.Url;

    protected override Task<int> Exited => process!.Exited;

    protected override bool MayRetryFirstStart => true;

    protected override async Task StartAsync(CancellationToken stopping)
    {
        process = await ChildProcess.StartAsync(new Launch(Dotnet, [resource.Project.AssemblyPath])
        {
            WorkingDirectory = Path.GetDirectoryName(resource.Project.ProjectPath)!,
            Environment = Environment(),
            RecordFile = Path.Combine(data.Folder("processes"), Name),
            OnLine = Line,
        });
        Change(State); // It has a process id now.

        var started = TimeProvider.System.GetTimestamp();
        while (!await IsHealthyAsync(stopping))
        {
            if (process.Exited.IsCompletedSuccessfully)
                throw new StartFailedException(
                    $"{Name} ended with exit code {process.Exited.Result} before it was healthy; its output is in {log.Path}");
            if (TimeProvider.System.GetElapsedTime(started) > StartPatience)
            {
                await EndAsync();
                throw new StartFailedException(
                    $"{Name} was not healthy after {StartPatience.TotalSeconds:0} s; its output is in {log.Path}");
            }

            await Task.Delay(BetweenProbes, stopping);
        }
    }

    protected override async Task EndAsync()
    {
        if (process is null) return;
        if (!await process.StopAsync(StopPatience))
            Terminal.Line(Name, $"did not stop within {StopPatience.TotalSeconds:0} s and was killed");
    }

    async Task<bool> IsHealthyAsync(CancellationToken stopping)
    {
        if (resource.HealthPath is null) return true;
        try
        {
            using var reply = await Http.GetAsync(resource.Url + resource.HealthPath, stopping);
            return reply.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
        catch (TaskCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false; // It listens and takes its time.
        }
    }

    Dictionary<string, string> Environment()
    {
        Dictionary<string, string> variables = new()
        {
            ["ASPNETCORE_URLS"] = resource.Url,
            ["ASPNETCORE_ENVIRONMENT"] = environment.EnvironmentName,
        };
        telemetry.AddTo(variables, Name);
        foreach (var (name, value) in resource.Environment) variables[name] = value();
        return variables;
    }

    void Line(string text)
    {
        log.Write(text);
        Terminal.Line(Name, text);
    }
}
