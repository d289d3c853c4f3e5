using Atlas.Contracts.Production;
using Atlas.Support;

namespace Atlas.Webhooks.Tests.MilestoneReports;

[Collection(OneService.Name)]
public sealed class ReportMilestoneTests(Running running) : IDisposable
{
    const string Route = "/api/webhooks/milestone-completed";

    readonly string tenant = Running.NewTenant();
    readonly string batch = $"batch-{Guid.NewGuid().ToString("n")[..6]}";
    ApiClient Factory => field ??= running.Service.Client(tenant, "milestones:write");

    [Fact]
    public async Task A_report_is_answered_with_what_production_made_of_it()
    {
        running.Others.Production[batch] = command => OtherServices.Settled(command) with { Warnings = ["m2_not_completed"] };

        var answer = await Factory.PostAsync(Route, new
        {
            batch_id = batch, milestone_id = "m3", completed_at = "2031-05-08T16:30:00+02:00", completed_by = "lin.wei@plantA.local", notes = "on time",
        });

        answer.ShouldBe(200).Json.At("data").ShouldHaveShape("""
            {"received":"boolean","batch_id":"string","milestone_id":"string","completed_at":"timestamp","completed_by":"string",
             "duplicate":"boolean","pending":"boolean","order_id":"string","warnings":["string"]}
            """, exactly: true);
        answer.Json.TextAt("data.completed_at").ShouldBe("2031-05-08T14:30:00.000Z");
        answer.Json.TextAt("data.completed_by").ShouldBe("lin.wei@plantA.local");
        answer.Json.TextAt("data.warnings[0]").ShouldBe("m2_not_completed");
        answer.Json.At("data.duplicate").GetBoolean().ShouldBeFalse();
        answer.Json.At("data.pending").GetBoolean().ShouldBeFalse();
        Commands().ShouldHaveSingleItem().Notes.ShouldBe("on time");
    }

    [Fact]
    public async Task Without_a_time_it_happened_now()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        var answer = await Factory.PostAsync(Route, Report());

        answer.ShouldBe(200).Json.At("data.completed_at").GetDateTimeOffset().ShouldBeInRange(before, TimeProvider.System.GetUtcNow().AddSeconds(1));
        answer.Json.At("data.completed_by").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_milestone_that_was_done_before_is_a_duplicate_with_the_first_time()
    {
        running.Others.Production[batch] = command => OtherServices.Settled(command, MilestoneReportOutcome.Duplicate) with
        {
            CompletedAt = OtherServices.At("2031-05-01T08:00:00Z"), CompletedBy = "first@plantA.local",
        };

        var answer = await Factory.PostAsync(Route, Report(completedAt: "2031-05-02T08:00:00Z"));

        answer.ShouldBe(200).Json.At("data.duplicate").GetBoolean().ShouldBeTrue();
        answer.Json.TextAt("data.completed_at").ShouldBe("2031-05-01T08:00:00.000Z");
        answer.Json.TextAt("data.completed_by").ShouldBe("first@plantA.local");
    }

    [Theory]
    [InlineData(MilestoneReportOutcome.UnknownBatch, 404, "resource_not_found")]
    [InlineData(MilestoneReportOutcome.UnknownMilestone, 404, "resource_not_found")]
    [InlineData(MilestoneReportOutcome.NotCompletable, 409, "invalid_transition")]
    public async Task What_production_refuses_is_refused(string outcome, int status, string code)
    {
        running.Others.Production[batch] = command => OtherServices.Settled(command, outcome) with { MilestoneState = "skipped" };

        (await Factory.PostAsync(Route, Report())).ShouldBeError(status, code);
    }

    [Fact]
    public async Task When_production_is_away_the_report_is_taken_and_settles_later()
    {
        running.Others.Production[batch] = _ => null;
        await using var replica = await WebhooksService.StartAsync(running.Service.ConnectionString, ("Atlas__Settling__AtMost", "00:00:01"));
        using var factory = replica.Client(tenant, "milestones:write");

        var answer = await factory.PostAsync(Route, Report(), ("Idempotency-Key", "late"));

        answer.ShouldBe(202).Json.At("data.pending").GetBoolean().ShouldBeTrue();
        answer.Json.At("data.received").GetBoolean().ShouldBeTrue();
        var again = await factory.PostAsync(Route, Report(), ("Idempotency-Key", "late"));
        again.ShouldBe(202).Header("Idempotent-Replayed").ShouldBe("true");
        await Eventually.BecomesTrue("production was asked", () => Commands().Count == 1);
        await running.Others.PublishAsync(OtherServices.Settled(Commands().ShouldHaveSingleItem()), tenant);
        await Eventually.BecomesTrue("the report is settled", async () =>
            (await running.Service.QueryAsync<string>("select outcome from milestone_reports where tenant_id = $1 and outcome is not null", tenant))
            .SequenceEqual([MilestoneReportOutcome.Completed]));
    }

    [Fact]
    public async Task One_event_id_is_one_report()
    {
        var first = await Factory.PostAsync(Route, Report(eventId: "mes-1"));
        var second = await Factory.PostAsync(Route, Report(eventId: "mes-1"));

        first.ShouldBe(200).Json.At("data.duplicate").GetBoolean().ShouldBeFalse();
        second.ShouldBe(200).Json.At("data.duplicate").GetBoolean().ShouldBeTrue();
        Commands().ShouldHaveSingleItem();
        (await Factory.PostAsync(Route, new { batch_id = batch, milestone_id = "m2", event_id = "mes-1" })).ShouldBeError(422, "validation_failed");
    }

    [Fact]
    public async Task One_event_id_at_the_same_moment_is_one_report()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Factory.PostAsync(Route, Report(eventId: "mes-2"))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.Count(answer => !answer.Json.At("data.duplicate").GetBoolean()).ShouldBe(1);
        Commands().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_came_too_early_may_come_again_under_its_event_id()
    {
        running.Others.Production[batch] = command => OtherServices.Settled(command, MilestoneReportOutcome.UnknownBatch);
        (await Factory.PostAsync(Route, Report(eventId: "mes-3"))).ShouldBeError(404, "resource_not_found");
        running.Others.Production.TryRemove(batch, out _);

        (await Factory.PostAsync(Route, Report(eventId: "mes-3"))).ShouldBe(200).Json.At("data.duplicate").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_idempotency_key_gets_the_same_answer_and_another_body_none()
    {
        var first = await Factory.PostAsync(Route, Report(), ("Idempotency-Key", "k-1"));
        var again = await Factory.PostAsync(Route, Report(), ("Idempotency-Key", "k-1"));

        again.ShouldBe(200).Text.ShouldBe(first.Text);
        again.Header("Idempotent-Replayed").ShouldBe("true");
        Commands().ShouldHaveSingleItem();
        (await Factory.PostAsync(Route, new { batch_id = batch, milestone_id = "m2" }, ("Idempotency-Key", "k-1")))
            .ShouldBeError(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task The_demo_key_gets_a_true_answer_and_nothing_is_kept()
    {
        using var demo = running.Service.DemoClient(tenant);

        var answer = await demo.PostAsync(Route, Report(eventId: "mes-4"), ("Idempotency-Key", "demo-1"));

        answer.ShouldBe(200).Header("Atlas-Dry-Run").ShouldBe("true");
        answer.Json.At("data.received").GetBoolean().ShouldBeTrue();
        Commands().ShouldHaveSingleItem().IsDryRun.ShouldBeTrue();
        (await running.Service.QueryAsync<long>("select count(*) from milestone_reports where tenant_id = $1", tenant)).ShouldBe([0]);
        (await running.Service.QueryAsync<long>("select count(*) from idempotency where tenant_id = $1", tenant)).ShouldBe([0]);
    }

    [Theory]
    [InlineData("", 400, "invalid_json")]
    [InlineData("{", 400, "invalid_json")]
    [InlineData("[]", 400, "invalid_json")]
    [InlineData("null", 400, "invalid_json")]
    [InlineData("{}", 422, "validation_failed")]
    [InlineData("""{"batch_id":"b"}""", 422, "validation_failed")]
    [InlineData("""{"batch_id":7,"milestone_id":"m1"}""", 422, "validation_failed")]
    [InlineData("""{"batch_id":"b","milestone_id":"m1","completed_at":"yesterday"}""", 422, "validation_failed")]
    [InlineData("""{"batch_id":"b","milestone_id":"m1","completed_at":"2031-05-08T14:30:00"}""", 422, "validation_failed")]
    [InlineData("""{"batch_id":"b","milestone_id":"m1","completed_by":{}}""", 422, "validation_failed")]
    public async Task A_bad_body_gets_its_error_and_changes_nothing(string body, int status, string code)
    {
        (await Factory.PostAsync(Route, body)).ShouldBeError(status, code);

        (await running.Service.QueryAsync<long>("select count(*) from milestone_reports where tenant_id = $1", tenant)).ShouldBe([0]);
    }

    [Fact]
    public async Task Other_content_types_sizes_scopes_and_strangers_are_refused()
    {
        (await Factory.PostAsync(Route, new StringContent("batch_id=b", null, "application/x-www-form-urlencoded"))).ShouldBe(400);
        // The client asks first, as it must who does not want to send ten megabytes for nothing.
        (await Factory.PostAsync(Route, $$"""{"batch_id":"{{new string('x', 10_000_000)}}"}""", ("Expect", "100-continue"))).ShouldBe(413);
        using var reader = running.Service.Client(tenant, "orders:read");
        (await reader.PostAsync(Route, Report())).ShouldBeError(403, "insufficient_scope");
        using var stranger = new ApiClient(running.Service.Url);
        (await stranger.PostAsync(Route, Report())).ShouldBe(401);
        Commands().ShouldBeEmpty();
    }

    object Report(string milestone = "m1", string? completedAt = null, string? eventId = null) =>
        new { batch_id = batch, milestone_id = milestone, completed_at = completedAt, event_id = eventId };

    List<Contracts.Webhooks.CompleteMilestone> Commands()
    {
        lock (running.Others.Commands) return [.. running.Others.Commands.Where(command => command.BatchId == batch)];
    }

    public void Dispose() => Factory.Dispose();
}
