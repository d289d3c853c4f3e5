using System.Reflection;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Inbox;
using Atlas.Persistence.Outbox;
using Atlas.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>Connects a service with the others: RabbitMQ through MassTransit, with the outbox in front and the inbox behind.</summary>
public static class Messaging
{
    const int DeliveryLimit = 10;
    const int Prefetch = 64;
    const int ConcurrentMessages = 16;
    const int RetriesForDatabase = 40;
    const int RetriesForTheRest = 3;

    /// <summary>Registers the bus, the relay and the service's consumers.</summary>
    /// <param name="builder">The host being built.</param>
    /// <param name="service">Name in front of the queues, so that two services never share one.</param>
    /// <param name="contracts">The assembly of the messages.</param>
    /// <param name="consumers">Lists the consumers, one by one.</param>
    public static void AddMessaging(
        this WebApplicationBuilder builder, string service, Assembly contracts, Action<IBusRegistrationConfigurator> consumers)
    {
        var broker = builder.Configuration.GetConnectionString("rabbitmq")
            ?? throw new InvalidOperationException("Set ConnectionStrings:rabbitmq, or start the service through AppHost.");
        builder.Services.AddSingleton(new MessageTypes(contracts));
        builder.Services.AddSingleton<ServiceQueues>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry(); // It would report to the library's makers.
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            bus.ConfigureHealthCheckOptions(check =>
            {
                // Without the broker requests are still taken; what they cause waits in the outbox.
                check.MinimalFailureStatus = HealthStatus.Degraded;
                check.Tags.Add(Health.Ready);
            });
            consumers(bus);
            bus.AddConfigureEndpointsCallback(ConfigureQueue);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(broker));
                rabbit.UseConsumeFilter(typeof(InboxFilter<>), context);
                rabbit.ConfigureEndpoints(context);
            });
        });
        builder.Services.AddSingleton<QueuesExist>();
        builder.Services.AddHealthChecks().AddCheck<QueuesExist>("queues", tags: [Health.Ready]);
        builder.Services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = false); // The broker may come later.
        builder.Services.AddHostedService<OutboxRelay>();
    }

    static void ConfigureQueue(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        context.GetRequiredService<ServiceQueues>().Add(name);
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = ConcurrentMessages;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
            // A message that kills the process is given up after so many deliveries; it waits in the dead queue.
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            queue.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
            queue.SetQueueArgument("x-overflow", "reject-publish");
            queue.BindDeadLetterQueue($"{name}_dead", $"{name}_dead", dead => dead.SetQueueArgument("x-queue-type", "quorum"));
        }

        // Tried again in place: briefly when the message is to blame, for minutes when the database is away. Then: {name}_error.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(IsAway);
            retry.Exponential(RetriesForDatabase, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(IsAway);
            retry.Exponential(RetriesForTheRest, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100));
        });
    }

    /// <summary>
    /// Not ready until the queues of this process stand. The gateway opens when all services are ready, so no event is published
    /// before the queues that must get it are there. From then on they last, and a broker that is away is no reason to close.
    /// </summary>
    sealed class QueuesExist(IBusControl bus) : IHealthCheck
    {
        volatile bool haveStood;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
        {
            haveStood = haveStood || bus.CheckHealth().Status == BusHealthStatus.Healthy;
            return Task.FromResult(haveStood ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The queues are not there yet."));
        }
    }

    static bool IsAway(Exception exception) =>
        exception is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        && DatabaseAway.AnswerFor(exception) is not null;
}
