using System.Diagnostics;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Atlas.Persistence.Tests.Tallies;

/// <summary>Puts the tiny service together, as the <c>Program.cs</c> of a real one does.</summary>
static class TallyHost
{
    public const string ConnectionString = "talliesdb";

    /// <summary>With this setting, the process dies between the commit of a consumer's effect and the acknowledgement.</summary>
    public const string DieBeforeAcknowledging = "Tallies:DieBeforeAcknowledging";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, EnvironmentName = "Production" });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddFilter("MassTransit", LogLevel.None).AddFilter("Microsoft.AspNetCore", LogLevel.None);
        also?.Invoke(builder);
        var name = builder.Configuration["Tallies:Name"] ?? "tallies";
        builder.AddServiceDefaults("tallies");
        builder.AddDatabase<TalliesDb>(ConnectionString).StartWith("seeded", async (db, ct) =>
        {
            if (await db.Tallies.FindAsync(["seeded", "tly-first"], ct) is null) db.Add(new Tally { Id = "tly-first", Name = "First" });
        });
        builder.AddMessaging(name, typeof(TallyRaised).Assembly, bus =>
        {
            bus.AddConsumer<WriteEntry>();
            bus.AddConsumer<HearOfEntries>();
            bus.AddConsumer<PutOnScales>();
            if (builder.Configuration.GetValue<bool>(DieBeforeAcknowledging))
                bus.AddConfigureEndpointsCallback((_, _, endpoint) => endpoint.ConfigureReceive(pipe => pipe.UseFilter(new Death())));
        });

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGroup("/v1").InUnitOfWork<TalliesDb>().MapTallies();
        app.MapGroup("/api/v1").InUnitOfWork<TalliesDb>().MapTallies();
        app.MapErrorQueues();
        return app;
    }

    /// <summary>Ends this process as a crash would, with a last word for the test.</summary>
    public static void Die(string when)
    {
        Console.WriteLine($"Dies {when}.");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    // The receive pipe is around everything: when it comes back, the effect is committed, and nobody has told the broker.
    sealed class Death : IFilter<ReceiveContext>
    {
        public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
        {
            await next.Send(context);
            Die("between commit and acknowledgement");
        }

        public void Probe(ProbeContext context) { }
    }
}
