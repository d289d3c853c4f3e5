using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Atlas.Load.Measuring;
using Atlas.Support;

namespace Atlas.Load.References;

/// <summary>
/// The programs that Atlas is compared with, each in a process of its own as the services are: a bare endpoint, a bare proxy in
/// front of it, and Atlas's own gateway in front of it.
/// </summary>
sealed class ReferencePrograms : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly List<SeparateProcess> processes = [];
    readonly string bodyFile = Path.GetTempFileName();

    public Uri Endpoint { get; } = FreeAddress();
    public Uri Proxy { get; } = FreeAddress();
    public Uri Gateway { get; } = FreeAddress();

    /// <summary>Starts all three and waits until each has answered.</summary>
    /// <param name="body">The bytes that the endpoint answers with.</param>
    public static async Task<ReferencePrograms> StartAsync(SystemUnderTest system, byte[] body)
    {
        var programs = new ReferencePrograms();
        await File.WriteAllBytesAsync(programs.bodyFile, body);
        await programs.StartAsync(typeof(ReferencePrograms).Assembly.Location, [BareEndpoint.Verb, programs.Endpoint.ToString(), programs.bodyFile]);
        await programs.StartAsync(typeof(ReferencePrograms).Assembly.Location, [BareProxy.Verb, programs.Proxy.ToString(), programs.Endpoint.ToString()]);
        await programs.StartAsync(GatewayAssembly, [], new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = programs.Gateway.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__gatewaydb"] = system.ConnectionStringOf("gatewaydb"),
            ["Atlas__SecretsKey"] = Guid.NewGuid().ToString("n") + Guid.NewGuid().ToString("n"),
            ["Atlas__Identity__PrivateKey"] = Convert.ToBase64String(system.IdentityKey.ExportPkcs8PrivateKey()),
            ["services__orders__http__0"] = programs.Endpoint.ToString(),
        });
        foreach (var address in (Uri[])[programs.Endpoint, programs.Proxy, programs.Gateway]) await programs.UntilAnsweringAsync(address);
        return programs;
    }

    async Task StartAsync(string assembly, string[] arguments, Dictionary<string, string>? environment = null) =>
        processes.Add(await SeparateProcess.StartAsync(assembly, arguments, environment ?? []));

    async Task UntilAnsweringAsync(Uri address)
    {
        var started = Stopwatch.GetTimestamp();
        using var connection = new Connection(address);
        while (!await connection.SendAsync(Main.OrderRequests.ListAtGateway(address)))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException(
                    $"{address} does not answer as it should (status {connection.Status}).\n{string.Join('\n', processes.Select(p => p.Output))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    // Built side by side with this one, in the same configuration.
    static string GatewayAssembly
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(here.Parent!.Parent!.FullName, "Gateway", here.Name, "Atlas.Gateway.dll");
        }
    }

    static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes) await process.DisposeAsync();
        File.Delete(bodyFile);
    }
}
