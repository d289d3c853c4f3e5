using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atlas.ServiceDefaults;

/// <summary>How a process says that it is well.</summary>
/// <param name="Service">The name it answers to.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> (works, but something behind it does not) or <c>unhealthy</c>.</param>
/// <param name="Version">The product version.</param>
/// <param name="Timestamp">When this was found.</param>
public sealed record HealthView(string Service, string Status, string Version, DateTimeOffset Timestamp);

public static class Health
{
    /// <summary>Tag of the checks that must pass before requests make sense.</summary>
    public const string Ready = "ready";

    /// <summary>The product version, for example <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // /health and /health/ready: may requests be sent here? /alive and /health/live: is the process running at all?
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", Check).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", Check).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/live", Alive).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/alive", Alive).AllowAnonymous().ExcludeFromDescription();
    }

    static IResult Alive(ProcessName name, TimeProvider time) =>
        TypedResults.Ok(new HealthView(name.Value, "healthy", Version, time.GetUtcNow()));

    static async Task<IResult> Check(HealthCheckService checks, ProcessName name, TimeProvider time, CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(Ready), ct);
        var view = new HealthView(name.Value, report.Status.ToString().ToLowerInvariant(), Version, time.GetUtcNow());
        return report.Status == HealthStatus.Unhealthy
            ? TypedResults.Json(view, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(view);
    }
}
