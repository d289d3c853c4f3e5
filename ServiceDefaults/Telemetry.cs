using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Atlas.ServiceDefaults;

/// <summary>Traces, metrics and logs by OTLP, to where the standard <c>OTEL_EXPORTER_OTLP_*</c> variables say.</summary>
static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        // The framework's server span carries its tags only when this is off, and it is read when the host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;

        var telemetry = new Builder(builder.Services);
        telemetry
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? service, serviceVersion: Health.Version).AddEnvironmentVariableDetector())
            .WithLogging()
            .WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Atlas.*"))
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Atlas.*"))
            .UseOtlpExporter();
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Providers>());
        builder.Services.AddSingleton<IStartupFilter, ServerSpans>();
    }

    sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    // Nothing exports until the providers are resolved; the container flushes and disposes them at shutdown.
    sealed class Providers(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken ct)
        {
            services.GetService<TracerProvider>();
            services.GetService<MeterProvider>();
            services.GetService<LoggerProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    }

    // Names the server span after its route, as the semantic conventions for HTTP ask.
    sealed class ServerSpans : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, proceed) =>
            {
                try
                {
                    await proceed(http);
                }
                finally
                {
                    if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span) Describe(span, http);
                }
            });
            next(app);
        };

        static void Describe(Activity span, HttpContext http)
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
            if (route is not null) span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", http.Response.StatusCode);
            if (http.Response.StatusCode < 500) return;
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag("error.type", http.Response.StatusCode.ToString());
            if (http.Features.Get<IExceptionHandlerFeature>()?.Error is { } exception) span.AddException(exception);
        }
    }
}
