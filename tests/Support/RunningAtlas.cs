using System.Text.Json;
using Atlas.Embedded.Processes;

namespace Atlas.Support;

/// <summary>
/// Atlas, the whole or a few services, started as users start it: AppHost with a data folder of its own and free ports. Used by
/// one test assembly through a collection fixture, since it takes seconds to start.
/// </summary>
/// <remarks>The test project builds AppHost by referencing it with <c>ReferenceOutputAssembly="false"</c>.</remarks>
public sealed class RunningAtlas : IAsyncDisposable
{
    /// <summary>The key that may do everything, of the tenant <c>acme</c>.</summary>
    public const string LocalKey = "atlas_local_FullAccessKey_2026";

    /// <summary>The shared demo key, of the tenant <c>demo</c>.</summary>
    public const string DemoKey = "atlas_demo_KuhlerExampleKey_2026";

    /// <summary>Settings under which no caller is told to come back later.</summary>
    public static readonly IReadOnlyDictionary<string, string> NoLimits =
        new[] { "Key", "Tenant", "Demo", "Address" }.ToDictionary(limit => $"Atlas__Limits__{limit}", _ => "10000000");

    const int SIGCONT = 18;
    const int SIGSTOP = 19;

    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(6);
    static readonly TimeSpan ReturnPatience = TimeSpan.FromMinutes(3);

    readonly SeparateProcess appHost;
    readonly string folder;
    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    RunningAtlas(string folder, string url, SeparateProcess appHost) =>
        (this.folder, Url, this.appHost) = (folder, url, appHost);

    /// <summary>The gateway's address.</summary>
    public string Url { get; }

    /// <summary>What AppHost and everything below it has printed last, for the message of a failure.</summary>
    public string Output => appHost.Output;

    /// <summary>Starts the system and returns when every process says that it is healthy.</summary>
    /// <param name="environment">
    /// Variables for every process, for example <c>Webhooks__RetrySchedule</c>, or those of an <see cref="OtlpReceiver"/>.
    /// </param>
    /// <param name="services">Those that run behind the gateway; all when none is named. Each costs seconds.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message holds what it printed.</exception>
    public static async Task<RunningAtlas> StartAsync(
        IReadOnlyDictionary<string, string>? environment = null, params IReadOnlyList<string> services)
    {
        var folder = TestFolder.Create("system");
        var port = Ports.Free();
        var appHost = await SeparateProcess.StartAsync(
            AppHostAssembly(),
            ["--port", $"{port}", "--data", folder, "--no-dashboard", .. services.Count == 0 ? [] : (string[])["--only", string.Join(',', services)]],
            environment ?? new Dictionary<string, string>());
        var atlas = new RunningAtlas(folder, $"http://localhost:{port}", appHost);
        try
        {
            await atlas.UntilHealthyAsync();
            return atlas;
        }
        catch (Exception exception)
        {
            await atlas.DisposeAsync();
            throw new InvalidOperationException($"Atlas did not start: {exception.Message}\n{atlas.Output}", exception);
        }
    }

    /// <summary>A client of the gateway.</summary>
    public ApiClient Client(string? key = LocalKey) => new(Url, key);

    /// <summary>Where a service listens, past the gateway.</summary>
    public string UrlOf(string service) => Resource(service).GetProperty("url").GetString()!;

    /// <summary>The process id of a part: a service, the gateway, <c>postgres</c> or <c>rabbitmq</c>.</summary>
    public int PidOf(string part) => Resource(part).GetProperty("pid").GetInt32();

    /// <summary>The owner's connection string of a database, for example <c>ordersdb</c>, or of <c>rabbitmq</c>.</summary>
    public string ConnectionStringOf(string resource) => Resource(resource).GetProperty("connectionString").GetString()!;

    /// <summary>Kills a service as a crash would (SIGKILL) and waits until AppHost has it back and healthy.</summary>
    public async Task KillAsync(string service)
    {
        var (killed, restarts) = (PidOf(service), Restarts(service));
        await KillWithoutWaitingAsync(service);
        await Eventually.BecomesTrue(
            $"{service} is back after process {killed} was killed",
            async () => Restarts(service) > restarts && await IsHealthyAsync(service), ReturnPatience, () => Task.FromResult(Output));
    }

    /// <summary>Kills a service (SIGKILL) and returns when the process is gone; AppHost brings it back meanwhile.</summary>
    public async Task KillWithoutWaitingAsync(string service)
    {
        if (ProcessTable.Find(PidOf(service)) is not { } process) return;
        ProcessTable.Signal(process, ProcessTable.SIGKILL);
        await ProcessTable.AllGoneAsync([process], ReturnPatience);
    }

    /// <summary>Holds a service still until the result is disposed: it lives and its connections stay open, and it does nothing.</summary>
    public IDisposable HoldStill(string service)
    {
        var process = ProcessTable.Find(PidOf(service)) ?? throw new InvalidOperationException($"{service} does not run.");
        ProcessTable.Signal(process, SIGSTOP);
        return new HeldProcess(process);
    }

    /// <summary>Waits until every process is healthy, its connection to the broker included.</summary>
    /// <exception cref="InvalidOperationException">AppHost gave up.</exception>
    public async Task UntilHealthyAsync()
    {
        var healthy = Eventually.BecomesTrue("everything is healthy", async () =>
        {
            using var state = State();
            if (state.RootElement.GetProperty("state").GetString() is not "running") return false;
            foreach (var part in state.RootElement.GetProperty("resources").EnumerateObject().Where(part => part.Value.TryGetProperty("url", out _)))
                if (!await IsHealthyAsync(part.Name)) return false;
            return true;
        }, StartPatience, () => Task.FromResult(Output));
        if (await Task.WhenAny(healthy, appHost.Exited) != healthy)
            throw new InvalidOperationException($"AppHost ended with exit code {await appHost.Exited}.");
        await healthy;
    }

    /// <summary>Ends everything and deletes its data, of which nobody has any use: nothing needs to end in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await appHost.KillAsync();
        http.Dispose();
        TestFolder.Delete(folder);
    }

    sealed class HeldProcess(ProcessKey process) : IDisposable
    {
        public void Dispose() => ProcessTable.Signal(process, SIGCONT);
    }

    async Task<bool> IsHealthyAsync(string part)
    {
        using var reply = await http.GetAsync(UrlOf(part) + "/health");
        // "degraded" would be a service whose queues are not there yet: what is published to it would be lost.
        using var health = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return reply.IsSuccessStatusCode && health.RootElement.GetProperty("status").GetString() is "healthy";
    }

    int Restarts(string part) => Resource(part).GetProperty("restarts").GetInt32();

    JsonElement Resource(string name)
    {
        using var state = State();
        return state.RootElement.GetProperty("resources").TryGetProperty(name, out var resource)
            ? resource.Clone()
            : throw new ArgumentException($"There is no resource '{name}' in {state.RootElement}", nameof(name));
    }

    JsonDocument State() => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "atlas.json")));

    // All projects are built side by side, each in the same configuration as this one.
    static string AppHostAssembly()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(here.Parent!.Parent!.FullName, "AppHost", here.Name, "Atlas.AppHost.dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"Build AppHost first; there is no {assembly}.");
    }
}
