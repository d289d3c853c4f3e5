using Atlas.Embedded.Processes;

namespace Atlas.Embedded.Running;

/// <summary>The Aspire dashboard, when it is installed: a page with the traces, logs and metrics of every service.</summary>
sealed class Dashboard
{
    const int UsualPort = 18888;

    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    readonly ChildProcess process;

    Dashboard(ChildProcess process, int port, int otlpPort)
    {
        this.process = process;
        Url = $"http://localhost:{port}";
        OtlpEndpoint = $"http://localhost:{otlpPort}";
    }

    public string Url { get; }

    public string OtlpEndpoint { get; }

    /// <summary>Starts the dashboard without waiting for it; null, with a line that says why, when there is none.</summary>
    /// <param name="repository">The folder of the checkout, below which it is installed.</param>
    /// <param name="data">Where its log and its record go.</param>
    /// <param name="ct">From then on its end is expected.</param>
    public static async Task<Dashboard?> StartAsync(string repository, DataFolder data, CancellationToken ct)
    {
        var home = Path.Combine(repository, ".atlas", "aspire", "home");
        var program = Path.Combine(home, "bundle", "managed", "aspire-managed");
        if (!File.Exists(program))
        {
            Terminal.Line("dashboard", "not installed, so the system runs without it; ./atlas up installs it where npm is present");
            return null;
        }

        int port = Ports.FreeOr(UsualPort), otlpPort = Ports.Free(), otlpHttpPort = Ports.Free();
        var log = new LogFile(Path.Combine(data.Folder("logs"), "dashboard.log"));
        var process = await ChildProcess.StartAsync(new Launch(program, ["dashboard"])
        {
            WorkingDirectory = data.Root,
            RecordFile = Path.Combine(data.Folder("processes"), "dashboard"),
            OnLine = log.Write,
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = home,
                ["ASPNETCORE_URLS"] = $"http://localhost:{port}",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{otlpPort}",
                ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://localhost:{otlpHttpPort}",
                ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true", // It listens on localhost only.
                ["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true",
            },
        });

        _ = process.Exited.ContinueWith(
            end => Terminal.Line("dashboard", $"has ended (exit code {end.Result}); see {log.Path}"), ct, TaskContinuationOptions.None, TaskScheduler.Default);
        return new Dashboard(process, port, otlpPort);
    }

    public Task StopAsync() => process.StopAsync(StopPatience);
}
