using Atlas.Gateway.ApiKeys;
using Atlas.Gateway.Credentials;
using Atlas.Gateway.Docs;
using Atlas.Gateway.Edge;
using Atlas.Gateway.Limits;
using Atlas.Gateway.Proxy;
using Atlas.Gateway.Wellness;
using Atlas.Persistence;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway;

/// <summary>The front door, put together: who comes in, how often, and which way.</summary>
static class GatewayHost
{
    /// <summary>Builds the gateway without starting it.</summary>
    /// <param name="args">Command line, for example <c>--Atlas:Limits:Demo=300</c>.</param>
    /// <param name="configure">What a test changes before it is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The routes lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        builder.AddProcessDefaults("gateway");
        builder.AddDatabase<GatewayDb>("gatewaydb");
        builder.AddForwarding();

        var services = builder.Services;
        services.AddSingleton(builder.Configuration.GetSection("Atlas:Limits").Get<LimitSettings>() ?? new LimitSettings());
        services.AddSingleton<Answers>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<Addresses>();
        services.AddSingleton<FixedKeys>();
        services.AddSingleton<KeyLookup>();
        services.AddSingleton<KnownKeys>();
        services.AddHostedService<KeyUse>();
        services.AddSingleton<IdentityMint>();
        services.AddSingleton<SystemHealth>();
        services.AddOpenApi("gateway", ApiDescription.Describe);

        var app = builder.Build();
        // Admission decides for every route; the framework must not put its own authorization in front unasked.
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
        app.UseTrustedProxies();
        app.UseMiddleware<Threshold>();
        app.UseRouting();
        app.UseMiddleware<OwnRoutes>();
        app.UseMiddleware<Admission>();

        app.MapSystemHealth();
        app.MapApiKeys();
        app.MapDocs();
        app.MapForwarding();
        return app;
    }
}
