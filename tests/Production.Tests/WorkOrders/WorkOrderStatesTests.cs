using Atlas.Support;

namespace Atlas.Production.Tests.WorkOrders;

[Collection(OneSystem.Name)]
public sealed class WorkOrderStatesTests(ProductionSystem system)
{
    const string HasOutput = "has_output";

    static readonly string[] Actions = ["release", "start", "issue", "complete", "hold", "resume", "cancel", "close"];

    // How an order gets into each status, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string> States => new()
    {
        // by way of                     is now         allowed                                       release start issue complete hold resume cancel close
        { "",                            "draft",       "release,cancel",                             "released - - - - - cancelled -" },
        { "release",                     "released",    "start,issue,complete,hold,cancel",           "released in_progress in_progress in_progress on_hold released cancelled -" },
        { "release start",               "in_progress", "issue,complete,hold,cancel,close",           "- in_progress in_progress in_progress on_hold in_progress cancelled closed" },
        { "release issue",               "in_progress", "issue,complete,hold,cancel,close",           "- in_progress in_progress in_progress on_hold in_progress cancelled closed" },
        { "release complete",            "in_progress", "issue,complete,hold,close,reverse",          "- in_progress in_progress in_progress on_hold in_progress has_output closed" },
        { "release hold",                "on_hold",     "resume,cancel",                              "- - - - on_hold released cancelled -" },
        { "release start hold",          "on_hold",     "resume,cancel",                              "- - - - on_hold in_progress cancelled -" },
        { "release complete:10",         "completed",   "close,reverse",                              "- - - completed - - has_output closed" },
        { "release start close",         "closed",      "",                                           "- - - - - - - closed" },
        { "release complete:10 close",   "closed",      "",                                           "- - - - - - - closed" },
        { "release cancel",              "cancelled",   "",                                           "- - - - - - cancelled -" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string status, string allowed, string targets)
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 2));
        await maker.HaveAsync(part, 1_000);
        foreach (var (action, target) in Actions.Zip(targets.Split(' ')))
        {
            var order = await maker.OrderAsync(item, 10);
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) (await TakeAsync(step)).ShouldBe(200);
            var before = await maker.ReadAsync(order);
            before.TextAt("status").ShouldBe(status);
            string.Join(',', before.At("allowedActions").EnumerateArray()).ShouldBe(allowed);

            var answer = await TakeAsync(action);

            var isRefused = target is "-" or HasOutput;
            if (target == HasOutput) answer.ShouldBeError(409, HasOutput);
            else if (isRefused) answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else answer.ShouldBe(200);
            var after = await maker.ReadAsync(order);
            after.TextAt("status").ShouldBe(isRefused ? status : target, $"{action} from {status}");
            // What was refused, or done already, changes nothing.
            if (isRefused || (target == status && action is not ("issue" or "complete"))) after.At("version").GetInt64().ShouldBe(before.At("version").GetInt64());
            if (after.TextAt("status") is "cancelled" or "closed")
            {
                after.At("wipCost").GetDecimal().ShouldBe(0);
                if (after.At("requirements").GetArrayLength() > 0) Maker.Need(after, part).At("reservedQty").GetDecimal().ShouldBe(0);
            }

            Task<Answer> TakeAsync(string step) => step.Split(':') switch
            {
                ["complete"] => maker.ActAsync(order, "complete", new { qty = 4 }),
                ["complete", var qty] => maker.ActAsync(order, "complete", new { qty = decimal.Parse(qty) }),
                ["issue"] => maker.ActAsync(order, "issue", new { lines = new[] { new { componentItemId = part, qty = 1 } } }),
                _ => maker.ActAsync(order, step),
            };
        }

        await maker.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Without_a_key_a_scope_an_id_of_one_s_own_or_the_current_version_nothing_happens()
    {
        using var maker = await system.MakerAsync();
        using var other = await system.MakerAsync();
        using var reader = await system.ClientAsync(maker.Tenant, "production:read");
        using var nobody = system.Atlas.Client(key: null);
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        await maker.ActiveBomAsync(item, (part, 1));
        var order = await maker.OrderAsync(item, 1);
        var one = $"{Maker.Orders}/{order.TextAt("id")}";

        (await nobody.GetAsync(Maker.Orders)).ShouldBe(401);
        (await reader.GetAsync(one)).ShouldBe(200).Json.At("data.allowedActions").GetArrayLength().ShouldBe(0);
        (await other.Client.GetAsync(one)).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync(Maker.Orders)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await other.Client.PostAsync(Maker.Orders, new { itemId = item, qty = 1, facilityId = other.Facility })).ShouldBeError(400, "validation_failed");
        foreach (var action in Actions.Append($"outputs/{Guid.NewGuid()}/reverse"))
        {
            (await reader.PostAsync($"{one}/{action}")).ShouldBeError(403, "insufficient_scope");
            (await other.Client.PostAsync($"{one}/{action}")).ShouldBeError(404, "resource_not_found");
            (await maker.Client.PostAsync($"{one}/{action}", null, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        }

        (await maker.Client.PatchAsync(one, new { qty = 2 }, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await maker.ReadAsync(order)).At("version").GetInt64().ShouldBe(1);
    }
}
