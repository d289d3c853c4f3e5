using System.Globalization;
using Atlas.Gateway.Edge;
using Atlas.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atlas.Gateway.Wellness;

/// <summary>How the whole system says that it is well.</summary>
/// <param name="Service">The public name of the API, <c>Atlas:Health:Name</c>.</param>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Version">The version of the API, <c>Atlas:Health:Version</c>.</param>
/// <param name="Timestamp">When it was asked, in UTC to the second.</param>
public sealed record SystemHealthView(string Service, string Status, string Version, string Timestamp);

static class HealthRoutes
{
    public static void MapSystemHealth(this WebApplication app)
    {
        var probes = app.MapGroup("").AllowAnonymous().WithMetadata(new Unmetered());
        probes.MapGet("/health", OfSystem).WithSummary("Says whether the system works. Needs no key.").Produces<SystemHealthView>().Produces<SystemHealthView>(503);
        probes.MapGet("/health/ready", OfGateway).ExcludeFromDescription();
        probes.MapGet("/health/live", Alive).ExcludeFromDescription();
        probes.MapGet("/alive", Alive).ExcludeFromDescription();
        app.MapGet("/v1/operations/health", OfParts).WithMetadata(new Callers.NeedsScope(Scope.Admin))
            .WithSummary("Says how each part of the system is, and why.").Produces<Page<PartHealth>>();
    }

    static async Task<IResult> OfSystem(SystemHealth health, IConfiguration configuration, TimeProvider time)
    {
        var isHealthy = SystemHealth.IsHealthy(await health.AskAsync());
        var view = new SystemHealthView(
            configuration["Atlas:Health:Name"] ?? "ims-api",
            isHealthy ? "healthy" : "unhealthy",
            configuration["Atlas:Health:Version"] ?? Health.Version,
            time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return TypedResults.Json(view, Wire.Json, statusCode: isHealthy ? 200 : 503);
    }

    static async Task<IResult> OfParts(SystemHealth health)
    {
        var parts = await health.AskAsync();
        return TypedResults.Ok(new Page<PartHealth>(parts, parts.Count, parts.Count, 0, null));
    }

    // Can this gateway take requests? The services behind it are another question.
    static async Task<IResult> OfGateway(HealthCheckService checks, ProcessName name, TimeProvider time, CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(Health.Ready), ct);
        var view = new HealthView(name.Value, report.Status.ToString().ToLowerInvariant(), Health.Version, time.GetUtcNow());
        return TypedResults.Json(view, Wire.Json, statusCode: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }

    static IResult Alive(ProcessName name, TimeProvider time) =>
        TypedResults.Ok(new HealthView(name.Value, "healthy", Health.Version, time.GetUtcNow()));
}
