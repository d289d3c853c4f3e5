using Atlas.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Atlas.Gateway.Proxy;

/// <summary>
/// Puts the addresses of the services into the clusters, from <c>services:&lt;name&gt;:http:&lt;n&gt;</c> as service discovery writes
/// them. Without one, the service's name is its address, as in a cluster that has DNS.
/// </summary>
sealed class Destinations(IConfiguration configuration) : IProxyConfigFilter
{
    const int ActivityTimeoutSeconds = 60;

    readonly ForwarderRequestConfig forwarding = new()
    {
        // Without a byte either way.
        ActivityTimeout = TimeSpan.FromSeconds(configuration.GetValue("Atlas:Forwarding:ActivityTimeoutSeconds", ActivityTimeoutSeconds)),
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Where a service is.</summary>
    public static IReadOnlyList<string> Of(string service, IConfiguration configuration) =>
        configuration.GetSection($"services:{service}:http").Get<string[]>() is { Length: > 0 } addresses ? addresses : [$"http://{service}"];

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken ct) => new(cluster with
    {
        Destinations = Of(cluster.ClusterId, configuration)
            .Select((address, n) => (Name: $"{cluster.ClusterId}-{n}", address))
            .ToDictionary(d => d.Name, d => new DestinationConfig { Address = d.address }),
        HttpRequest = forwarding,
    });

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken ct) =>
        new(route with { MaxRequestBodySize = route.MaxRequestBodySize ?? RequestLimits.MaxBodyBytes });
}
