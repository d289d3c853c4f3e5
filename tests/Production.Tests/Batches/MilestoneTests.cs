using Atlas.Support;

namespace Atlas.Production.Tests.Batches;

[Collection(OneSystem.Name)]
public sealed class MilestoneTests(ProductionSystem system)
{
    static readonly string[] Actions = ["start", "complete", "block", "unblock", "skip", "reopen"];

    // How the second milestone gets into each state, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string[]> States => new()
    {
        // by way of      is now         start          complete  block      unblock        skip       reopen
        { "",             "todo",        ["in_progress", "done",  "blocked", "todo",        "skipped", "-"] },
        { "start",        "in_progress", ["in_progress", "done",  "blocked", "in_progress", "skipped", "in_progress"] },
        { "block",        "blocked",     ["-",           "done",  "blocked", "todo",        "skipped", "-"] },
        { "start block",  "blocked",     ["-",           "done",  "blocked", "in_progress", "skipped", "-"] },
        { "complete",     "done",        ["-",           "done",  "-",       "-",           "-",       "in_progress"] },
        { "skip",         "skipped",     ["-",           "-",     "-",       "-",           "skipped", "-"] },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string state, string[] targets)
    {
        foreach (var (action, target) in Actions.Zip(targets))
        {
            var milestone = $"/api/v1/batches/{await system.BatchAsync()}/milestones/m2";
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) (await system.Acme.PostAsync($"{milestone}/{step}")).ShouldBe(200);
            var before = await ReadAsync(milestone);
            before.TextAt("state").ShouldBe(state);

            var answer = await system.Acme.PostAsync($"{milestone}/{action}", action == "reopen" ? new { reason = "It was the wrong batch." } : null);

            if (target == "-") answer.ShouldBeInvalidTransition(state, action, [.. before.At("allowed_actions").EnumerateArray().Select(a => a.GetString()!)]);
            else answer.ShouldBe(200);

            (await ReadAsync(milestone)).TextAt("state").ShouldBe(target == "-" ? state : target, $"{via} {action}");
        }
    }

    [Fact]
    public async Task A_completion_starts_the_next_milestone_and_is_told_to_the_order_once()
    {
        var order = await system.OrderAsync(system.Acme);
        var batch = (await ProductionSystem.BatchesOfAsync(system.Acme, order, 1))[0].TextAt("id");
        var report = new { completed_at = "2026-05-08T14:30:00Z", completed_by = "Lin Wei", notes = "All rolls are here." };

        for (var time = 1; time <= 2; time++)
        {
            var done = (await system.Acme.PostAsync($"/api/v1/batches/{batch}/milestones/m1/complete", report)).ShouldBe(200).Json;
            done.TextAt("data.milestones[0].completed_by").ShouldBe("Lin Wei");
            done.TextAt("data.milestones[0].completed_at").ShouldBe("2026-05-08T14:30:00.000Z");
            done.TextAt("data.milestones[0].date").ShouldBe("2026-05-08");
            done.TextAt("data.milestones[1].state").ShouldBe("in_progress");
            done.TextAt("data.status").ShouldBe("in_progress");
        }

        await Eventually.Becomes("the conversation has it", () => system.Acme.GetAsync($"/api/v1/orders/{order}/conversation"),
            answer => answer.Json.At("meta.total").GetInt32() == 1 && answer.Json.TextAt("data[0].body")!.Contains("All rolls are here."));
    }

    [Fact]
    public async Task A_completion_that_is_taken_back_and_made_again_is_all_told()
    {
        var order = await system.OrderAsync(system.Acme);
        var milestone = $"/api/v1/batches/{(await ProductionSystem.BatchesOfAsync(system.Acme, order, 1))[0].TextAt("id")}/milestones/m1";
        (await system.Acme.PostAsync($"{milestone}/complete")).ShouldBe(200);

        (await system.Acme.PostAsync($"{milestone}/reopen", new { reason = "Two rolls are missing." })).ShouldBe(200);
        (await ReadAsync(milestone)).TextAt("completed_at").ShouldBeNull();
        (await system.Acme.PostAsync($"{milestone}/complete")).ShouldBe(200);

        var conversation = await Eventually.Becomes("the conversation has all three", () => system.Acme.GetAsync($"/api/v1/orders/{order}/conversation"),
            answer => answer.Json.At("meta.total").GetInt32() == 3);
        conversation.Json.At("data").EnumerateArray().Count(m => m.TextAt("body")!.Contains("Two rolls are missing.")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_people_who_complete_the_last_two_milestones_at_once_complete_the_batch()
    {
        var batch = $"/api/v1/batches/{await system.BatchAsync()}";
        foreach (var n in (int[])[1, 2, 3]) (await system.Acme.PostAsync($"{batch}/milestones/m{n}/complete")).ShouldBe(200);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => system.Acme.PostAsync($"{batch}/milestones/m{4 + (n % 2)}/complete")));

        foreach (var answer in answers) answer.ShouldBe(200);
        var done = (await system.Acme.GetAsync(batch)).Json;
        done.TextAt("data.status").ShouldBe("completed");
        done.At("data.percent_complete").GetInt32().ShouldBe(100);
        done.At("data.version").GetInt64().ShouldBe(6); // Planned, and five completions.
    }

    [Fact]
    public async Task An_action_on_an_older_version_is_refused()
    {
        var batch = $"/api/v1/batches/{await system.BatchAsync()}";
        (await system.Acme.PostAsync($"{batch}/milestones/m1/start")).ShouldBe(200);

        (await system.Acme.PostAsync($"{batch}/milestones/m1/skip", null, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");

        (await ReadAsync($"{batch}/milestones/m1")).TextAt("state").ShouldBe("in_progress");
    }

    [Theory]
    [InlineData("m1/complete", """{"completed_at":"yesterday"}""")]
    [InlineData("m1/complete", """{"completed_by":7}""")]
    [InlineData("m1/block", """{"reason":[]}""")]
    [InlineData("m1/reopen", """{}""")]
    public async Task A_wrong_field_is_refused_and_nothing_happens(string action, string body)
    {
        var batch = $"/api/v1/batches/{await system.BatchAsync()}";

        (await system.Acme.PostAsync($"{batch}/milestones/{action}", body)).ShouldBeError(422, "validation_failed");

        (await system.Acme.GetAsync(batch)).Json.At("data.version").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("batch-999/milestones/m1")]
    [InlineData("batch-001/milestones/m9")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        foreach (var action in Actions)
            (await system.Demo.PostAsync($"/api/v1/batches/{path}/{action}", new { reason = "None." })).ShouldBeError(404, "resource_not_found");
    }

    async Task<System.Text.Json.JsonElement> ReadAsync(string milestone)
    {
        var (batch, id) = (milestone.Split("/milestones/")[0], milestone.Split('/')[^1]);
        return (await system.Acme.GetAsync(batch)).ShouldBe(200).Json.At("data.milestones").EnumerateArray().Single(m => m.TextAt("id") == id);
    }
}
