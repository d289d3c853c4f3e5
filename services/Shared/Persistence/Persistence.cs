using Atlas.Persistence.Idempotency;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Outbox;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Atlas.Persistence;

/// <summary>Registers the database habits that all services share.</summary>
public static class Persistence
{
    /// <summary>Registers the service's database: roles, migrations at start-up, the context, and the health check.</summary>
    /// <param name="builder">The host being built.</param>
    /// <param name="name">Name of the connection string, for example <c>ordersdb</c>.</param>
    public static DatabaseRegistration<TDb> AddDatabase<TDb>(this WebApplicationBuilder builder, string name) where TDb : ServiceDb
    {
        var owner = builder.Configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"Set ConnectionStrings:{name}, or start the service through AppHost.");
        var services = builder.Services;
        services.AddSingleton(new Database(owner, builder.Environment.ApplicationName.Replace("Atlas.", "").ToLowerInvariant()));
        services.AddHttpContextAccessor();
        services.AddScoped<Tenant>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<TenantInTransaction>();
        services.AddSingleton<WakeRelayAfterCommit>();
        services.AddDbContext<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<Database>().App)
            .AddInterceptors(provider.GetRequiredService<TenantInTransaction>(), provider.GetRequiredService<WakeRelayAfterCommit>()),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<ServiceDb>(scope => scope.GetRequiredService<TDb>());
        services.AddSingleton(SettlingPatience.Read(builder.Configuration));
        services.AddSingleton<ChangeSignals>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeSignals>());
        services.AddSingleton<ShortIds>();
        services.AddHostedService<Migrator<TDb>>();
        services.AddHostedService<ClearingAway>();
        services.Insert(0, ServiceDescriptor.Singleton<IExceptionHandler, DatabaseAway>());
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [Health.Ready]);
        return new DatabaseRegistration<TDb>(builder);
    }

    sealed class DatabaseCheck(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
        {
            if (!database.Ready.IsCompletedSuccessfully) return HealthCheckResult.Unhealthy("The tables are not there yet.");
            await using var command = database.App.CreateCommand("select 1");
            await command.ExecuteScalarAsync(ct);
            return HealthCheckResult.Healthy();
        }
    }
}

/// <summary>What else a service says about its database.</summary>
public sealed class DatabaseRegistration<TDb>(WebApplicationBuilder builder) where TDb : ServiceDb
{
    /// <summary>
    /// Rows that a tenant starts with. Runs after every migration, as that tenant, in one transaction, and must leave alone what
    /// is there already.
    /// </summary>
    public DatabaseRegistration<TDb> StartWith(string tenant, Func<TDb, CancellationToken, Task> seed)
    {
        builder.Services.AddSingleton(new StartingRows<TDb>(tenant, seed));
        return this;
    }

    /// <summary>Like <see cref="StartWith"/>, only where demo data is wanted: in Development, or with <c>Atlas:DemoData</c> true.</summary>
    public DatabaseRegistration<TDb> StartWithDemo(string tenant, Func<TDb, CancellationToken, Task> seed) =>
        WantsDemo ? StartWith(tenant, seed) : this;

    /// <summary>
    /// Demo data that refers to what another service tells of, for example to items. Tried again and again, as that tenant and in one
    /// transaction that excludes other instances, until it says that all is there: added now, or before.
    /// </summary>
    public DatabaseRegistration<TDb> FollowWithDemo(string tenant, Func<TDb, TimeProvider, CancellationToken, Task<bool>> add)
    {
        if (WantsDemo) builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<LaterDemo<TDb>>(services, tenant, add));
        return this;
    }

    bool WantsDemo => builder.Configuration.GetValue("Atlas:DemoData", builder.Environment.IsDevelopment());
}

sealed record StartingRows<TDb>(string Tenant, Func<TDb, CancellationToken, Task> Seed) where TDb : ServiceDb;
