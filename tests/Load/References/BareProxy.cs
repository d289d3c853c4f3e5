using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Atlas.Load.References;

/// <summary>What YARP costs when it does nothing but forward.</summary>
static class BareProxy
{
    public const string Verb = "reference-proxy";

    /// <summary>Forwards everything to <paramref name="target"/> until it is stopped.</summary>
    public static Task RunAsync(string url, string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "{**rest}" } }],
            [new ClusterConfig
            {
                ClusterId = "all",
                Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = target } },
            }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app.RunAsync();
    }
}
