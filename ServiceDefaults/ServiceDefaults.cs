using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Atlas.ServiceDefaults;

/// <summary>What every process of Atlas gets: telemetry, health, the caller's identity, JSON and error answers.</summary>
public static class ServiceDefaults
{
    /// <summary>Registers the defaults of a service that stands behind the gateway.</summary>
    /// <param name="builder">The host being built.</param>
    /// <param name="service">The service's name as the gateway addresses it, for example <c>orders</c>.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddProcessDefaults(service);
        builder.AddCallers();
        return builder;
    }

    /// <summary>Registers what the gateway shares with the services: everything but the check of callers.</summary>
    public static WebApplicationBuilder AddProcessDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddSingleton(new ProcessName(service));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Cursors>();
        builder.Services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions));
        builder.Services.AddErrorAnswers();
        builder.Services.AddHealthChecks();
        builder.AddTelemetry(service);
        // What happens is in the traces; the log is for what somebody should read. Configuration can turn more on.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(RequestLimits.Configure);
        return builder;
    }

    /// <summary>Puts the defaults in front of the routes: request ids, error answers, and the caller of every route.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseErrorAnswers();
        app.UseRouting();
        app.UseCallers();
        app.MapHealth();
        return app;
    }
}

/// <summary>The name of this process in health answers, tokens and telemetry.</summary>
public sealed record ProcessName(string Value);
