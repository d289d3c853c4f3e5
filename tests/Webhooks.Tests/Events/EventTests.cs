using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atlas.Contracts.Orders;
using Atlas.Contracts.Procurement;
using Atlas.Contracts.Production;
using Atlas.Contracts.Sales;
using Atlas.Support;

namespace Atlas.Webhooks.Tests.Events;

[Collection(OneService.Name)]
public sealed class EventTests(Running running) : IDisposable
{
    readonly Subscriber subscriber = new(running.Service, running.Receiver);

    [Fact]
    public async Task An_event_reaches_the_subscriber_signed_and_in_the_documented_shape()
    {
        var endpoint = await subscriber.SubscribeAsync(
            new { bearerToken = "s3cret", staticHeaders = new Dictionary<string, string> { ["X-Team"] = "ops" } });

        await running.Others.ReceiveOrderAsync(subscriber.Tenant);

        var hook = (await running.Receiver.ReceivesAsync(endpoint.Path, 1))[0];
        hook.Method.ShouldBe("POST");
        hook.WhyNotSignedWith(endpoint.Secret).ShouldBeNull();
        Regex.IsMatch(hook.Id, "^evt_[0-9A-Z]{26}$").ShouldBeTrue(hook.Id);
        hook.Headers["content-type"].ShouldBe("application/json");
        hook.Headers["user-agent"].ShouldBe("Atlas-Webhooks/1");
        hook.Headers["authorization"].ShouldBe("Bearer s3cret");
        hook.Headers["x-team"].ShouldBe("ops");
        hook.Json.ShouldHaveShape(With("""
            {"id":"string","code":"string","brand_slug":"string","ship_by":"date","total_units":"integer",
             "status":"string","received_at":"timestamp","line_items":[{"id":"string","sku":"string","units":"integer"}],"version":"integer"}
            """), exactly: true);
        hook.Json.TextAt("id").ShouldBe(hook.Id);
        hook.Json.TextAt("type").ShouldBe("order.received");
        hook.Json.TextAt("timestamp").ShouldBe("2031-04-12T08:00:00.000Z");
        hook.Json.TextAt("ordering_key").ShouldBe("ord-q3k7m2");
        hook.Json.At("sequence").GetInt64().ShouldBe(1);
        Encoding.UTF8.GetString(hook.Body).ShouldBe(JsonSerializer.Serialize(
            hook.Json, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), "minified");
    }

    [Fact]
    public async Task Every_event_of_an_order_comes_with_the_next_number()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var batch = OtherServices.Batch("ord-1");
        object[] happened =
        [
            new BrandOrderStatusChanged("ord-1", "PO-1", "summit", "received", "in_production", OtherServices.At("2031-04-13T08:00:00Z"), null, 2),
            new BatchPlanned(batch),
            new MilestoneCompleted(batch, "m1", "Materials sourced", OtherServices.At("2031-04-22T14:30:00Z"), "lin.wei@plantA.local", null),
            new BrandOrderProductionCompleted("ord-1", "PO-1", "summit", OtherServices.At("2031-06-08T14:30:00Z"), ["batch-001"], 3),
        ];
        foreach (var message in happened) await running.Others.PublishAsync(message, subscriber.Tenant);

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, happened.Length);
        hooks.Select(hook => hook.Json.At("sequence").GetInt64()).Order().ShouldBe([1L, 2L, 3L, 4L]);
        hooks.ShouldAllBe(hook => hook.Json.TextAt("ordering_key") == "ord-1");
        DataOf("order.status_changed").ShouldHaveShape(With("""
            {"id":"string","code":"string","brand_slug":"string","from":"string","status":"string","reason":"string?",
             "changed_at":"timestamp","version":"integer"}
            """), exactly: true);
        const string batchShape = """
            {"id":"string","code":"string","factory":"string","units":"integer","order_id":"string","status":"string","milestone_count":"integer",
             "milestones":[{"id":"string","label":"string","state":"string","date":"date?"}],"version":"integer"}
            """;
        DataOf("batch.planned").ShouldHaveShape(With(batchShape), exactly: true);
        DataOf("milestone.completed").ShouldHaveShape(With("""
            {"batch_id":"string","milestone_id":"string","order_id":"string","label":"string","completed_at":"timestamp",
             "completed_by":"string?","notes":"string?","batch":
            """ + batchShape + "}"), exactly: true);
        DataOf("order.production_completed").ShouldHaveShape(With("""
            {"id":"string","code":"string","brand_slug":"string","batch_ids":["string"],"completed_at":"timestamp","version":"integer"}
            """), exactly: true);

        JsonElement DataOf(string type) => hooks.Single(hook => hook.Json.TextAt("type") == type).Json;
    }

    [Fact]
    public async Task What_happens_to_a_document_is_told_with_the_document_and_numbered_with_its_order()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var (bought, sold, made, other, at) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), OtherServices.At("2031-04-13T08:00:00Z"));
        object[] happened =
        [
            new PurchaseOrderChanged(bought, 5, "received", "PO-1", other, other, "EUR", "received", 1, 25, true,
                [new PurchaseOrderLineSnapshot(other, 1, other, 10, 10, 0, null, null)], at),
            new ReceiptChanged(other, 2, "posted", "PO-1-R1", bought, "PO-1", other, other, "posted", null, at, other,
                [new ReceiptLineSnapshot(1, other, other, 10, other, null, "L1", null)], at),
            new SupplierReturnChanged(other, 3, "shipped", "SR-1", bought, "PO-1", other, other, "shipped", null, "Wet.", at, null, null, other,
                [new SupplierReturnLineSnapshot(other, 1, other, other, 10, "Wet.")], at),
            new SalesOrderChanged(sold, 2, "opened", "SO-1", "c-1", null, "EUR", "open", "full", "unfulfilled", 25, other,
                [new SalesOrderLineSnapshot(other, 1, other, null, 10, 10, 0, 0, 0, 0)], at),
            new ShipmentChanged(other, 2, "posted", "SO-1-S1", sold, "SO-1", "posted", at, "Post", null, other, [new ShipmentLineSnapshot(other, other, 10)], at),
            new SalesReturnChanged(other, 2, "posted", "SO-1-R1", sold, "SO-1", "posted", at, null, other,
                [new SalesReturnLineSnapshot(other, other, 1, "quarantine")], at),
            new WorkOrderChanged(made, 2, "released", "WO-1", other, other, other, "released", 10, 0, 0, 10, true, false, null, at, null, null, null, at),
        ];
        // What nobody needs to know, or a newer release calls in a new way, is no event.
        await running.Others.PublishAsync(((WorkOrderChanged)happened[^1]) with { What = "release_refused" }, subscriber.Tenant);
        foreach (var message in happened) await running.Others.PublishAsync(message, subscriber.Tenant);

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, happened.Length);
        hooks.Select(hook => (hook.Json.TextAt("type"), hook.Json.TextAt("ordering_key"))).ShouldBe(
        [
            ("purchase_order.received", $"{bought}"), ("receipt.posted", $"{bought}"), ("supplier_return.shipped", $"{bought}"),
            ("sales_order.opened", $"{sold}"), ("shipment.posted", $"{sold}"), ("sales_return.posted", $"{sold}"), ("work_order.released", $"{made}"),
        ], ignoreOrder: true);
        foreach (var (key, count) in new[] { (bought, 3), (sold, 3), (made, 1) })
            hooks.Where(hook => hook.Json.TextAt("ordering_key") == $"{key}").Select(hook => hook.Json.At("sequence").GetInt64()).Order()
                .ShouldBe(Enumerable.Range(1, count).Select(n => (long)n));
        DataOf("purchase_order.received").ShouldHaveShape(With("""
            {"id":"uuid","po_no":"string","status":"string","supplier_id":"uuid","facility_id":"uuid","currency":"string","total":"number","revision":"integer",
             "lines":[{"id":"uuid","line_no":"integer","item_id":"uuid","ordered_qty":"number","received_qty":"number","open_qty":"number",
             "returned_qty":"number","expected_date":"date?"}],"version":"integer"}
            """), exactly: true);
        DataOf("supplier_return.shipped").ShouldHaveShape(With("""
            {"id":"uuid","return_no":"string","status":"string","purchase_order_id":"uuid","po_no":"string","supplier_id":"uuid","facility_id":"uuid",
             "supplier_reference":"string?","reason":"string?","shipped_at":"timestamp?","carrier":"string?","tracking_no":"string?","transaction_id":"uuid?",
             "lines":[{"receipt_id":"uuid","receipt_line_no":"integer","purchase_order_line_id":"uuid","item_id":"uuid","qty":"number","reason":"string?"}],
             "version":"integer"}
            """), exactly: true);
        DataOf("work_order.released").ShouldHaveShape(With("""
            {"id":"uuid","work_order_no":"string","status":"string","item_id":"uuid","bom_id":"uuid","facility_id":"uuid","qty":"number","completed_qty":"number",
             "scrapped_qty":"number","remaining_qty":"number","is_short":"boolean","planned_start":"timestamp?","planned_end":"timestamp?","demand_type":"string?",
             "demand_id":"string?","batch_id":"string?","version":"integer"}
            """), exactly: true);
        DataOf("receipt.posted").TextAt("data.lines[0].lot_no").ShouldBe("L1");
        DataOf("shipment.posted").TextAt("data.carrier").ShouldBe("Post");
        DataOf("sales_return.posted").TextAt("data.lines[0].status_code").ShouldBe("quarantine");
        DataOf("sales_order.opened").At("data.lines[0].reserved_qty").GetDecimal().ShouldBe(10);

        JsonElement DataOf(string type) => hooks.Single(hook => hook.Json.TextAt("type") == type).Json;
    }

    [Fact]
    public async Task Numbers_have_no_gap_and_no_double_when_an_orders_events_come_all_at_once()
    {
        const int events = 40;
        var endpoint = await subscriber.SubscribeAsync();

        await Task.WhenAll(Enumerable.Range(0, events).Select(i => running.Others.ReceiveOrderAsync(subscriber.Tenant, $"ord-{i % 2}")));

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, events);
        foreach (var order in hooks.GroupBy(hook => hook.Json.TextAt("ordering_key")))
            order.Select(hook => hook.Json.At("sequence").GetInt64()).Order().ShouldBe(Enumerable.Range(1, events / 2).Select(i => (long)i));
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_one_event()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var messageId = Guid.CreateVersion7();

        await running.Others.ReceiveOrderAsync(subscriber.Tenant, messageId: messageId);
        await running.Others.ReceiveOrderAsync(subscriber.Tenant, messageId: messageId);
        await running.Others.PlanBatchAsync(subscriber.Tenant);

        await running.Receiver.ReceivesAsync(endpoint.Path, 2);
        (await subscriber.DeliveriesAsync(endpoint)).Select(d => d.TextAt("eventType")).Order().ShouldBe(["batch.planned", "order.received"]);
    }

    [Fact]
    public async Task An_endpoint_hears_only_what_it_asked_for_and_only_while_it_is_enabled()
    {
        var batches = await subscriber.SubscribeAsync(new { eventTypes = new[] { "batch.planned" } });
        var disabled = await subscriber.SubscribeAsync(new { enabled = false });
        var everything = await subscriber.SubscribeAsync();
        using var stranger = new Subscriber(running.Service, running.Receiver);
        var elsewhere = await stranger.SubscribeAsync();

        await running.Others.ReceiveOrderAsync(subscriber.Tenant);
        await running.Others.PlanBatchAsync(subscriber.Tenant);

        await running.Receiver.ReceivesAsync(everything.Path, 2);
        (await running.Receiver.ReceivesAsync(batches.Path, 1)).Select(hook => hook.Json.TextAt("type")).ShouldBe(["batch.planned"]);
        (await subscriber.DeliveriesAsync(disabled)).ShouldBeEmpty();
        (await stranger.DeliveriesAsync(elsewhere)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_thin_endpoint_gets_id_and_address_of_what_changed()
    {
        var thin = await subscriber.SubscribeAsync(new { payload = "thin" });

        await running.Others.ReceiveOrderAsync(subscriber.Tenant);

        var hook = (await running.Receiver.ReceivesAsync(thin.Path, 1))[0];
        hook.Json.ShouldHaveShape(With("""{"id":"string","url":"string"}"""), exactly: true);
        hook.Json.TextAt("data.url").ShouldBe("/api/v1/orders/ord-q3k7m2");
        hook.WhyNotSignedWith(thin.Secret).ShouldBeNull();
    }

    [Fact]
    public async Task A_body_that_would_be_too_large_says_where_to_read_it()
    {
        var endpoint = await subscriber.SubscribeAsync();

        await running.Others.ReceiveOrderAsync(subscriber.Tenant, lines: 3_000);

        var hook = (await running.Receiver.ReceivesAsync(endpoint.Path, 1))[0];
        hook.Json.At("truncated").GetBoolean().ShouldBeTrue();
        hook.Json.At("data").ShouldHaveShape("""{"id":"string","url":"string"}""", exactly: true);
        hook.Body.Length.ShouldBeLessThan(64 * 1024);
    }

    static string With(string data) => """
        {"id":"string","type":"string","timestamp":"timestamp","sequence":"integer","ordering_key":"string","schema_version":"integer","data":
        """ + data + "}";

    public void Dispose() => subscriber.Dispose();
}
