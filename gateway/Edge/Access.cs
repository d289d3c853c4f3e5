using Atlas.Gateway.Limits;
using Atlas.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;

namespace Atlas.Gateway.Edge;

/// <summary>What a route that leads to a service asks for. A route without it, and without <c>AllowAnonymous</c>, asks for a credential.</summary>
/// <param name="Audience">The service that the caller's identity is signed for.</param>
/// <param name="Scope">The scope that the gateway itself asks for; the service checks its own.</param>
/// <param name="WriteCost">Which budget writes are paid from.</param>
/// <param name="MaxBodyBytes">The largest body.</param>
sealed record Access(string Audience, string? Scope, Cost WriteCost, long MaxBodyBytes)
{
    /// <summary>Reads it from the route's configuration: <c>MaxRequestBodySize</c>, and <c>Scope</c> and <c>Budget</c> in <c>Metadata</c>.</summary>
    public static Access Of(RouteConfig route) => new(
        route.ClusterId ?? throw new InvalidOperationException($"Route {route.RouteId} has no cluster."),
        route.Metadata?.GetValueOrDefault("Scope"),
        route.Metadata?.GetValueOrDefault("Budget") == "bulk" ? Cost.Bulk : Cost.Write,
        route.MaxRequestBodySize ?? RequestLimits.MaxBodyBytes);
}
