using System.Collections.Concurrent;
using Atlas.Contracts.Orders;
using Atlas.Contracts.Production;
using Atlas.Contracts.Webhooks;
using Atlas.Support;
using MassTransit;

namespace Atlas.Webhooks.Tests;

/// <summary>Orders and Production, as far as Webhooks hears of them: they publish, and answer reports of milestones.</summary>
public sealed class OtherServices : IAsyncDisposable
{
    const string TenantHeader = "Atlas-Tenant";

    readonly IBusControl bus;

    OtherServices(IBusControl bus) => this.bus = bus;

    /// <summary>How Production answers a report, by batch id; null leaves it unanswered. Milestones are completed by default.</summary>
    public ConcurrentDictionary<string, Func<CompleteMilestone, MilestoneReportSettled?>> Production { get; } = [];

    /// <summary>All commands that Production got.</summary>
    public List<CompleteMilestone> Commands { get; } = [];

    public static async Task<OtherServices> StartAsync()
    {
        var infrastructure = await TestInfrastructure.SharedAsync();
        OtherServices? others = null;
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(infrastructure.RabbitMq.ConnectionString));
            rabbit.ReceiveEndpoint("production-complete-reported-milestone", queue =>
                queue.Handler<CompleteMilestone>(context => others!.AnswerAsync(context)));
        });
        others = new OtherServices(bus);
        await bus.StartAsync();
        return others;
    }

    /// <summary>Publishes as a service's outbox does.</summary>
    public Task PublishAsync(object message, string tenant, Guid? messageId = null) => bus.Publish(message, message.GetType(), context =>
    {
        context.MessageId = messageId ?? Guid.CreateVersion7();
        context.Headers.Set(TenantHeader, tenant);
    });

    public Task ReceiveOrderAsync(string tenant, string orderId = "ord-q3k7m2", int lines = 1, Guid? messageId = null) => PublishAsync(
        new BrandOrderReceived(orderId, "PO-2417", "summit", new DateOnly(2031, 6, 10), lines * 1_200, At("2031-04-12T08:00:00Z"),
            [.. Enumerable.Range(1, lines).Select(i => new BrandOrderLine($"line-{i}", $"SKU-{i}", 1_200))], 1), tenant, messageId);

    public Task PlanBatchAsync(string tenant, string orderId = "ord-q3k7m2") => PublishAsync(new BatchPlanned(Batch(orderId)), tenant);

    public static BatchSnapshot Batch(string orderId) => new(
        "batch-001", "B-2417-A", orderId, "Plant A · China", 1_200, "planned",
        [new MilestoneSnapshot("m1", 1, "Materials sourced", "todo", null, null, null, null, null)], At("2031-04-13T08:00:00Z"), 1);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    async Task AnswerAsync(ConsumeContext<CompleteMilestone> context)
    {
        var command = context.Message;
        lock (Commands) Commands.Add(command);
        var answer = Production.TryGetValue(command.BatchId, out var decide) ? decide(command) : Settled(command);
        if (answer is not null) await PublishAsync(answer, context.Headers.Get<string>(TenantHeader)!);
    }

    /// <summary>Production's usual answer.</summary>
    public static MilestoneReportSettled Settled(CompleteMilestone command, string outcome = MilestoneReportOutcome.Completed) => new(
        command.ReportId, outcome, command.CompletedAt, command.CompletedBy, "ord-q3k7m2", null, []);

    public async ValueTask DisposeAsync() => await bus.StopAsync();
}
