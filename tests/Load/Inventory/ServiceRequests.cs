using System.Collections.Concurrent;
using Atlas.Load.Measuring;

namespace Atlas.Load.Inventory;

/// <summary>Requests at a service, in the gateway's name.</summary>
static class ServiceRequests
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);
    static readonly ConcurrentDictionary<(string Service, string Tenant), ((string, string) Token, DateTimeOffset At)> Tokens = [];

    /// <summary>As the gateway does: one token serves for a while.</summary>
    public static (string Name, string Value) Identity(SystemUnderTest system, string service, string tenant)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (Tokens.TryGetValue((service, tenant), out var known) && now - known.At < Lifetime) return known.Token;
        var token = system.Identity(service, tenant);
        Tokens[(service, tenant)] = (token, now);
        return token;
    }

    public static async Task<Sample> MeasureAsync(SystemUnderTest system, string service, int clients, TimeSpan duration, Func<byte[]> request)
    {
        var connections = SystemUnderTest.Connections(system.UrlOf(service), clients);
        var sample = await ClosedLoop.RunAsync([.. connections.Select(connection => (Func<Task<bool>>)(() => connection.SendAsync(request())))], duration);
        foreach (var connection in connections) connection.Dispose();
        return sample;
    }
}
