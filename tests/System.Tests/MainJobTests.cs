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

        var trace = await system.Traces.TraceSpansServicesAsync(story.TraceId, ["gateway", "orders", "production", "webhooks"]);
        trace.ShouldContain(span => span.Service == "gateway" && span.Name.StartsWith("POST"));
        trace.ShouldContain(span => span.Service == "orders" && span.Scope == "Npgsql");
        trace.ShouldContain(span => span.Service == "production" && span.Scope == "MassTransit");
        await Eventually.BecomesTrue("the delivery to the customer is in the trace", () => system.Traces.Trace(story.TraceId)
            .Any(span => span is { Service: "webhooks", Scope: "System.Net.Http" }), lastState: () => string.Join(", ", trace.Select(s => $"{s.Service}:{s.Name}")));
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
