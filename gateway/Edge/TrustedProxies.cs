using Microsoft.AspNetCore.HttpOverrides;

namespace Atlas.Gateway.Edge;

/// <summary>
/// The load balancers in front of the gateway, <c>Atlas:TrustedProxies</c> (networks such as <c>10.0.0.0/8</c>). Only from these
/// the client's address and scheme are believed; from everybody else such headers are ignored.
/// </summary>
static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Configuration.GetSection("Atlas:TrustedProxies").Get<string[]>() ?? [];
        if (networks.Length == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(options);
    }
}
