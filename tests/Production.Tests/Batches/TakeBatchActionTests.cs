using Atlas.Support;

namespace Atlas.Production.Tests.Batches;

[Collection(OneSystem.Name)]
public sealed class TakeBatchActionTests(ProductionSystem system)
{
    static readonly string[] Actions = ["hold", "resume", "cancel"];

    // How a batch gets into each status, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string, string, string> States => new()
    {
        // by way of                                 is now         hold       resume         cancel       allowed
        { "",                                        "planned",     "on_hold", "planned",     "cancelled", "hold,cancel" },
        { "milestones/m2/start",                     "in_progress", "on_hold", "in_progress", "cancelled", "hold,cancel" },
        { "hold",                                    "on_hold",     "on_hold", "planned",     "cancelled", "resume,cancel" },
        { "cancel",                                  "cancelled",   "-",       "-",           "cancelled", "" },
        { "milestones/m{1,2,3,4,5}/skip",            "completed",   "-",       "-",           "-",         "" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string status, string hold, string resume, string cancel, string allowed)
    {
        foreach (var (action, target) in Actions.Zip((string[])[hold, resume, cancel]))
        {
            var batch = await system.BatchAsync();
            var steps = via.Contains('{') ? [.. Enumerable.Range(1, 5).Select(n => $"milestones/m{n}/skip")] : via == "" ? (string[])[] : [via];
            foreach (var step in steps) (await system.Acme.PostAsync($"/api/v1/batches/{batch}/{step}")).ShouldBe(200);
            (await system.Acme.GetAsync($"/api/v1/batches/{batch}")).Json.TextAt("data.status").ShouldBe(status);

            var answer = await system.Acme.PostAsync($"/api/v1/batches/{batch}/{action}");

            if (target == "-") answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else answer.ShouldBe(200).Json.TextAt("data.status").ShouldBe(target);

            (await system.Acme.GetAsync($"/api/v1/batches/{batch}")).Json.TextAt("data.status").ShouldBe(target == "-" ? status : target);
        }
    }

    [Fact]
    public async Task The_order_shows_the_batch_as_it_is()
    {
        var order = await system.OrderAsync(system.Acme);
        var batch = (await ProductionSystem.BatchesOfAsync(system.Acme, order, 1))[0].TextAt("id");

        (await system.Acme.PostAsync($"/api/v1/batches/{batch}/hold", new { reason = "The dye is late." })).ShouldBe(200);

        await Eventually.Becomes("the order shows it on hold", () => system.Acme.GetAsync($"/api/v1/orders/{order}"),
            answer => answer.Json.At("data.batches").GetArrayLength() == 1 && answer.Json.TextAt("data.batches[0].status") == "on_hold");
    }

    [Fact]
    public async Task What_was_reported_while_on_hold_counts_after_it()
    {
        var batch = await system.BatchAsync();
        (await system.Acme.PostAsync($"/api/v1/batches/{batch}/hold")).ShouldBe(200);
        (await system.Acme.PostAsync($"/api/v1/batches/{batch}/milestones/m1/complete")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("on_hold");

        var resumed = (await system.Acme.PostAsync($"/api/v1/batches/{batch}/resume")).ShouldBe(200);

        resumed.Json.TextAt("data.status").ShouldBe("in_progress");
        resumed.Json.At("data.percent_complete").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task The_batches_of_a_cancelled_order_stop()
    {
        // A received order can be cancelled; once in production it is held first.
        var order = await system.OrderAsync(system.Acme);
        var batch = (await ProductionSystem.BatchesOfAsync(system.Acme, order, 1))[0].TextAt("id");
        (await system.Acme.PostAsync($"/api/v1/orders/{order}/hold")).ShouldBe(200);

        (await system.Acme.PostAsync($"/api/v1/orders/{order}/cancel", new { reason = "The brand withdrew it." })).ShouldBe(200);

        await Eventually.Becomes("the batch is cancelled", () => system.Acme.GetAsync($"/api/v1/batches/{batch}"),
            answer => answer.Json.TextAt("data.status") == "cancelled");
        (await system.Acme.PostAsync("/api/webhooks/milestone-completed", new { batch_id = batch, milestone_id = "m1" })).ShouldBeError(409, "invalid_transition");
    }

    [Fact]
    public async Task The_demo_key_may_try_it_and_nothing_is_kept()
    {
        var tried = (await system.Demo.PostAsync("/api/v1/batches/batch-001/hold")).ShouldBe(200);

        tried.Json.TextAt("data.status").ShouldBe("on_hold");
        tried.Header("Atlas-Dry-Run").ShouldBe("true");
        (await system.Demo.GetAsync("/api/v1/batches/batch-001")).Json.TextAt("data.status").ShouldNotBe("on_hold");
    }
}
