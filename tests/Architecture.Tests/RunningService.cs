using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Atlas.Persistence.ErrorQueues;
using Atlas.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atlas.Architecture.Tests;

/// <summary>
/// A service started by its own <c>Program.cs</c> in this process, with neither database nor broker behind it: it listens, and
/// waits for them. That is enough to see its routes and queues.
/// </summary>
public sealed class RunningService
{
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    readonly IHost host;

    RunningService(string name, Assembly assembly, IHost host)
    {
        (Name, Assembly, this.host) = (name, assembly, host);
        Routes = [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
        Queues = host.Services.GetService<ServiceQueues>()?.Names ?? [];
    }

    /// <summary>As the gateway addresses it, for example <c>orders</c>.</summary>
    public string Name { get; }
    public Assembly Assembly { get; }
    public IReadOnlyList<RouteEndpoint> Routes { get; }

    /// <summary>The queues it consumes.</summary>
    public IReadOnlyList<string> Queues { get; }

    public static async Task<RunningService> StartAsync(string project)
    {
        var name = project.ToLowerInvariant();
        var assembly = Assembly.Load($"Atlas.{project}");
        var started = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hosts = DiagnosticListener.AllListeners.Subscribe(new WhenBuilt(assembly, host =>
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult(host))));

        var run = new Thread(() =>
        {
            try
            {
                WhenBuilt.Current.Value = assembly;
                assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Arguments(name)], null);
            }
            catch (Exception exception)
            {
                started.TrySetException(ExceptionDispatchInfo.SetCurrentStackTrace(exception));
            }
        }) { IsBackground = true };
        run.Start();
        return new RunningService(name, assembly, await started.Task.WaitAsync(StartPatience));
    }

    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await host.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What does not stop in time ends with this process.
        }
    }

    // Port 1 of this machine answers nobody.
    static string[] Arguments(string name) =>
    [
        "--urls=http://127.0.0.1:0", "--environment=Production", "--Logging:LogLevel:Default=None",
        $"--ConnectionStrings:{name}db=Host=127.0.0.1;Port=1;Username=u;Password=p;Database={name}db",
        "--ConnectionStrings:rabbitmq=amqp://u:p@127.0.0.1:1",
        $"--Atlas:SecretsKey={TestGateway.SecretsKey}",
        $"--Atlas:Identity:PublicKeys={TestGateway.PublicKey}", $"--Atlas:Identity:PrivateKey={TestGateway.PrivateKey}",
    ];

    // The host tells of its building; that is the only way to get hold of one that a Program.cs makes for itself.
    sealed class WhenBuilt(Assembly assembly, Action<IHost> tell) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public static AsyncLocal<Assembly?> Current { get; } = new();

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == "Microsoft.Extensions.Hosting") listener.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> told)
        {
            if (told is { Key: "HostBuilt", Value: IHost host } && Current.Value == assembly) tell(host);
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }
    }
}

/// <summary>All processes of the system that have routes.</summary>
public sealed class RunningServices : IAsyncLifetime
{
    public static IReadOnlyList<string> Projects { get; } = ["Catalog", "Inventory", "Procurement", "Sales", "Production", "Orders", "Webhooks"];

    public IReadOnlyList<RunningService> All { get; private set; } = [];
    public RunningService Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        All = await Task.WhenAll(Projects.Select(RunningService.StartAsync));
        Gateway = await RunningService.StartAsync("Gateway");
    }

    public Task DisposeAsync() => Task.WhenAll(All.Append(Gateway).Select(service => service.StopAsync()));
}

/// <summary>The services are found by their assembly as they are built, so they run once in this process.</summary>
[CollectionDefinition(Name)]
public sealed class OneOfEach : ICollectionFixture<RunningServices>
{
    public const string Name = "one of each service";
}
