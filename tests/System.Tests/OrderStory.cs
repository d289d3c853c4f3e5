using System.Globalization;
using System.Text.Json;
using Atlas.Support;

namespace Atlas.SystemTests;

/// <summary>
/// The main job of Atlas, as its users live it: an ERP sends an order, a factory reports its milestones, a customer listens.
/// Everybody repeats a request that got no answer or a 5xx, as such systems do, under the same key.
/// </summary>
sealed class OrderStory(RunningAtlas atlas, WebhookReceiver customer, string name) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(200);

    readonly ApiClient client = atlas.Client();
    readonly string path = $"/hooks/{name}";
    string secret = "";

    public string Code { get; } = $"PO-{name}";
    public string OrderId { get; private set; } = "";
    public string BatchId { get; private set; } = "";

    /// <summary>The trace that the ERP starts with its order, as <c>traceparent</c> carries it.</summary>
    public string TraceId { get; } = Guid.NewGuid().ToString("n");

    /// <summary>What the customer received for this order.</summary>
    public IReadOnlyList<ReceivedWebhook> Heard =>
        [.. customer.ReceivedAt(path).Where(hook => hook.Json.At("ordering_key").GetString() == OrderId)];

    public async Task CustomerSubscribesAsync()
    {
        var endpoint = await SendAsync("subscribe", key => client.PostAsync(
            "/v1/webhooks/endpoints", new { url = customer.Url + path, description = name }, key));
        secret = endpoint.ShouldBe(201).Json.At("data.secret").GetString()!;
    }

    public async Task ErpSendsOrderAsync()
    {
        var order = await SendAsync("order", key => client.PostAsync("/api/v1/orders", new
        {
            code = Code, brand_slug = "summit", ship_by = "2031-09-01",
            line_items = new[] { new { sku = "SUM-TEE", units = 700 }, new { sku = "SUM-CAP", units = 500 } },
        }, [.. key, ("traceparent", $"00-{TraceId}-{TraceId[..16]}-01")]));
        order.ShouldBe(201).Json.At("data.status").GetString().ShouldBe("received");
        OrderId = order.Json.At("data.id").GetString()!;
    }

    public async Task ProductionPlansBatchAsync()
    {
        var order = await Eventually.Becomes($"{Code} has its batch", ReadOrderAsync,
            seen => seen.At("batch_ids").GetArrayLength() == 1 && seen.At("status").GetString() == "in_production", Patience);
        BatchId = order.At("batch_ids[0]").GetString()!;
        order.At("batches[0].milestones").EnumerateArray().Select(m => m.At("id").GetString()).ShouldBe(["m1", "m2", "m3", "m4", "m5"]);
    }

    /// <summary>The factory reports a milestone until somebody takes the report, and goes on when it had its effect.</summary>
    public async Task FactoryReportsAsync(string milestone, string completedAt)
    {
        var answer = await SendAsync($"{milestone} at {completedAt}", key => client.PostAsync("/api/webhooks/milestone-completed", new
        {
            batch_id = BatchId, milestone_id = milestone, completed_at = completedAt, completed_by = "lin.wei@plantA.local",
        }, key));
        // 202: taken, and Production is away. Nothing is lost then, so nothing is repeated.
        if (answer.Status != HttpStatusCode.Accepted) answer.ShouldBe(200);
        answer.Json.At("data.received").GetBoolean().ShouldBeTrue();
        await IsDoneAsync(milestone);
    }

    /// <summary>All five milestones: one of them twice, two out of order.</summary>
    public async Task FactoryReportsEverythingAsync()
    {
        await FactoryReportsAsync("m1", "2031-05-01T08:00:00Z");
        await FactoryReportsAsync("m3", "2031-05-20T08:00:00Z");
        await FactoryReportsAsync("m2", "2031-05-10T08:00:00Z");
        await FactoryReportsAsync("m4", "2031-06-01T08:00:00Z");
        await FactoryReportsAsync("m4", "2031-06-02T09:30:00Z");
        await FactoryReportsAsync("m5", "2031-06-20T08:00:00Z");
    }

    /// <summary>Waits until the ERP has its answer.</summary>
    public Task ErpHasSentAsync() => Eventually.BecomesTrue($"{Code} was taken in", () => OrderId.Length > 0, Patience);

    /// <summary>Waits until the first report has had its effect.</summary>
    public async Task FirstMilestoneIsDoneAsync()
    {
        await Eventually.BecomesTrue($"{Code} has its batch", () => BatchId.Length > 0, Patience);
        await IsDoneAsync("m1");
    }

    /// <summary>Order, batch and conversation say what happened, and each update stands once.</summary>
    public async Task OrderFollowsAsync()
    {
        var order = await Eventually.Becomes($"production of {Code} is complete", ReadOrderAsync,
            seen => seen.At("production_completed_at").ValueKind == JsonValueKind.String, Patience);
        order.At("status").GetString().ShouldBe("in_production");
        order.At("batches[0].status").GetString().ShouldBe("completed");
        order.At("batches[0].milestones").EnumerateArray()
            .Select(m => (m.At("state").GetString(), m.At("date").GetString()))
            .ShouldBe([("done", "2031-05-01"), ("done", "2031-05-10"), ("done", "2031-05-20"), ("done", "2031-06-01"), ("done", "2031-06-20")]);

        var conversation = (await ReadAsync($"/api/v1/orders/{OrderId}/conversation")).At("data").EnumerateArray().ToList();
        conversation.Select(message => message.At("milestone_ref").GetString())
            .ShouldBe([.. Enumerable.Range(1, 5).Select(i => $"{BatchId}/m{i}")]);
        conversation.ShouldAllBe(message => message.At("author_role").GetString() == "system");
    }

    /// <summary>The customer received every event, validly signed, and under one id each.</summary>
    public async Task CustomerHearsEverythingOnceAsync()
    {
        string[] expected =
        [
            "batch.planned", "milestone.completed m1", "milestone.completed m2", "milestone.completed m3", "milestone.completed m4",
            "milestone.completed m5", "order.production_completed", "order.received", "order.status_changed",
        ];
        await Eventually.BecomesTrue($"the customer of {Code} heard everything",
            () => Heard.Select(hook => hook.Id).Distinct().Count() >= expected.Length, Patience, () => string.Join(", ", Heard.Select(Describe)));

        var events = Heard.DistinctBy(hook => hook.Id).ToList();
        events.Select(Describe).Order().ShouldBe(expected);
        Heard.ShouldAllBe(hook => hook.WhyNotSignedWith(secret, null) == null);
        // Attempts of one event carry the same bytes.
        Heard.GroupBy(hook => hook.Id).ShouldAllBe(attempts => attempts.Select(hook => Convert.ToBase64String(hook.Body)).Distinct().Count() == 1);
        // Numbered without a gap, so that the customer can prove that nothing is missing.
        events.Select(hook => hook.Json.At("sequence").GetInt64()).Order().ShouldBe(Enumerable.Range(1, expected.Length).Select(i => (long)i));
    }

    static string Describe(ReceivedWebhook hook)
    {
        var type = hook.Json.At("type").GetString()!;
        return type == "milestone.completed" ? $"{type} {hook.Json.At("data.milestone_id").GetString()}" : type;
    }

    Task IsDoneAsync(string milestone) => Eventually.Becomes(
        $"{milestone} of {BatchId} is done", () => ReadAsync($"/api/v1/batches/{BatchId}"),
        batch => batch.At("data.milestones").EnumerateArray().Single(m => m.At("id").GetString() == milestone).At("state").GetString() == "done",
        Patience);

    async Task<JsonElement> ReadOrderAsync() => (await ReadAsync($"/api/v1/orders/{OrderId}")).At("data");

    async Task<JsonElement> ReadAsync(string path) =>
        (await SendAsync(path, _ => client.GetAsync(path))).ShouldBe(200).Json;

    async Task<Answer> SendAsync(string what, Func<(string, string)[], Task<Answer>> send)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{name}-{what}").Replace(' ', '-');
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                var answer = await send([("Idempotency-Key", key)]);
                var isWorkedOn = answer.Status == HttpStatusCode.Conflict && answer.Text.Contains("idempotency_in_progress");
                if ((int)answer.Status < 500 && !isWorkedOn) return answer;
                if (TimeProvider.System.GetUtcNow() > deadline) return answer;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetUtcNow() < deadline)
            {
                // No answer: asked again.
            }

            await Task.Delay(PauseBeforeRetry);
        }
    }

    public void Dispose() => client.Dispose();
}
