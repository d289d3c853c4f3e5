using Atlas.Support;

namespace Atlas.SystemTests;

[Collection(OneSystem.Name)]
public sealed class MainJobTests(WholeSystem system)
{
    [Fact]
    public async Task An_order_goes_in_the_factory_reports_and_the_customer_hears()
    {
        using var story = new OrderStory(system.Atlas, system.Customer, "main-job");

        await story.CustomerSubscribesAsync();
        await story.ErpSendsOrderAsync();
        await story.ProductionPlansBatchAsync();
        await story.FactoryReportsEverythingAsync();

        await story.OrderFollowsAsync();
        await story.CustomerHearsEverythingOnceAsync();
    }

    [Fact]
    public async Task One_order_is_one_trace_from_the_gateway_to_the_delivered_webhook()
    {
        using var story = new OrderStory(system.Atlas, system.Customer, "one-trace");

        await story.CustomerSubscribesAsync();
        await story.ErpSendsOrderAsync();
        await story.ProductionPlansBatchAsync();

        await system.Traces.TraceSpansServicesAsync(story.TraceId, ["gateway", "orders", "production", "webhooks"]);
        // Each process exports on its own, a bit at a time.
        await Eventually.Holds("the trace has what each did, up to the delivery to the customer", () =>
        {
            var trace = system.Traces.Trace(story.TraceId);
            trace.ShouldContain(span => span.Service == "gateway" && span.Name.StartsWith("POST"));
            trace.ShouldContain(span => span.Service == "orders" && span.Scope == "Npgsql");
            trace.ShouldContain(span => span.Service == "production" && span.Scope == "MassTransit");
            trace.ShouldContain(span => span.Service == "webhooks" && span.Scope == "System.Net.Http");
            return Task.CompletedTask;
        });
        // Every span hangs on another one of the trace, or on the ERP's own.
        var spans = system.Traces.Trace(story.TraceId);
        var known = spans.Select(span => span.SpanId).Append(story.TraceId[..16]).ToHashSet();
        await Eventually.BecomesTrue("no span hangs in the air", () =>
        {
            spans = system.Traces.Trace(story.TraceId);
            known = [.. spans.Select(span => span.SpanId), story.TraceId[..16]];
            return spans.All(span => known.Contains(span.ParentSpanId));
        }, lastState: () => string.Join(", ", spans.Where(span => !known.Contains(span.ParentSpanId)).Select(span => $"{span.Service}:{span.Name}")));
    }
}
