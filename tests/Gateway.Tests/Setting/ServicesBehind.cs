using Atlas.Gateway.Wellness;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Setting;

/// <summary>The seven services behind a gateway, each an echo.</summary>
sealed class ServicesBehind : IAsyncDisposable
{
    readonly Dictionary<string, EchoService> services = [];

    public EchoService this[string name] => services[name];

    public static async Task<ServicesBehind> StartAsync()
    {
        var behind = new ServicesBehind();
        // Ports that no outgoing connection is given while a service is stopped.
        foreach (var name in SystemHealth.Services) behind.services[name] = await EchoService.StartAsync(name, SeparateProcess.FreePort());
        return behind;
    }

    public IEnumerable<(string Name, string Value)> Addresses => services.Select(service => ($"services:{service.Key}:http:0", service.Value.Url));

    /// <summary>Stops a service, as if it had crashed; its address stays the same.</summary>
    public async Task<int> StopAsync(string name)
    {
        var port = services[name].Port;
        await services[name].DisposeAsync();
        return port;
    }

    /// <summary>Starts a stopped service again at its address.</summary>
    public async Task StartAgainAsync(string name, int port) => services[name] = await EchoService.StartAsync(name, port);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values) await service.DisposeAsync();
    }
}
