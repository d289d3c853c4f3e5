using Atlas.Support;

namespace Atlas.Procurement.Tests.PurchaseOrders;

[Collection(OneSystem.Name)]
public sealed class PurchaseOrderStatesTests(ProcurementSystem system)
{
    const string HasReceipts = "has_receipts";

    static readonly string[] Actions = ["submit", "approve", "reject", "revise", "send", "amend", "receive", "close", "cancel"];

    // How an order gets into each status, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string> States => new()
    {
        // by way of                          is now                allowed                                submit approve reject revise send amend receive close cancel
        { "",                                 "draft",              "submit,cancel",                       "pending_approval - - draft - - - - cancelled" },
        { "submit",                           "pending_approval",   "approve,reject,revise,cancel",        "pending_approval approved rejected draft - - - - cancelled" },
        { "submit approve",                   "approved",           "send,receive,amend,close,cancel",     "- approved - - sent pending_approval partially_received closed cancelled" },
        { "submit reject",                    "rejected",           "revise,cancel",                       "- - rejected draft - - - - cancelled" },
        { "submit approve send",              "sent",               "receive,amend,close,cancel",          "- - - - sent pending_approval partially_received closed cancelled" },
        { "submit approve send receive",      "partially_received", "receive,close",                       "- - - - - - partially_received closed has_receipts" },
        { "submit approve send receive:10",   "received",           "close",                               "- - - - - - - closed has_receipts" },
        { "submit approve close",             "closed",             "",                                    "- - - - - - - closed -" },
        { "submit approve send receive close", "closed",            "",                                    "- - - - - - - closed -" },
        { "cancel",                           "cancelled",          "",                                    "- - - - - - - - cancelled" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string status, string allowed, string targets)
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        foreach (var (action, target) in Actions.Zip(targets.Split(' ')))
        {
            var order = await buyer.OrderAsync(item);
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) (await TakeAsync(step)).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
            var before = await buyer.ReadAsync(order);
            before.TextAt("status").ShouldBe(status);
            string.Join(',', before.At("allowedActions").EnumerateArray()).ShouldBe(allowed);

            var answer = await TakeAsync(action);

            if (target == "-") answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else if (target == HasReceipts) answer.ShouldBeError(409, HasReceipts);
            else answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
            var after = await buyer.ReadAsync(order);
            after.TextAt("status").ShouldBe(target is "-" or HasReceipts ? status : target, $"{action} from {status}");
            // What was refused, or done already, changes nothing.
            if (target is "-" or HasReceipts || (target == status && action != "receive")) after.At("version").GetInt64().ShouldBe(before.At("version").GetInt64());

            Task<Answer> TakeAsync(string step) => step.Split(':') switch
            {
                ["receive"] => buyer.ReceiveAsync(order, 4),
                ["receive", var qty] => buyer.ReceiveAsync(order, decimal.Parse(qty)),
                ["amend"] => buyer.ActAsync(order, "amend", new { reason = "More is needed.", lines = new[] { new { id = order.TextAt("lines[0].id"), itemId = item, qty = 12, unitPrice = 2.5 } } }),
                _ => buyer.ActAsync(order, step),
            };
        }
    }

    [Theory]
    [InlineData("", "procurement:write", "submit,cancel")]
    [InlineData("submit", "procurement:write", "revise,cancel")]
    [InlineData("submit", "procurement:approve", "approve,reject")]
    [InlineData("submit approve", "procurement:receive", "receive")]
    [InlineData("submit approve", "inventory:read", "")]
    public async Task Nobody_is_offered_what_they_have_no_scope_for(string via, string scope, string allowed)
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), via.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var client = await system.ClientAsync(buyer.Tenant, "procurement:read", scope);

        var read = (await client.GetAsync($"{Buyer.Orders}/{order.TextAt("id")}")).ShouldBe(200).Json.At("data");
        var listed = (await client.GetAsync(Buyer.Orders)).ShouldBe(200).Json.At("data[0]");

        foreach (var seen in new[] { read, listed }) string.Join(',', seen.At("allowedActions").EnumerateArray()).ShouldBe(allowed);
    }

    [Fact]
    public async Task Each_step_says_who_took_it_when_and_why()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");

        (await buyer.ActAsync(order, "reject", new { reason = "Too dear." })).ShouldBe(200);

        var rejected = await buyer.ReadAsync(order);
        rejected.TextAt("rejectionReason").ShouldBe("Too dear.");
        rejected.TextAt("rejectedBy").ShouldBe(rejected.TextAt("createdBy"));
        rejected.At("rejectedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(rejected.At("submittedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_amendment_keeps_how_it_was_and_needs_a_new_approval()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, "submit", "approve", "send");
        var line = order.TextAt("lines[0].id");

        var amended = (await buyer.ActAsync(order, "amend", new { reason = "Half is enough.", lines = new[] { new { id = line, itemId = item, qty = 5, unitPrice = 2.6 } } }))
            .ShouldBe(200).Json.At("data");

        amended.TextAt("status").ShouldBe("pending_approval");
        amended.At("revision").GetInt32().ShouldBe(2);
        amended.TextAt("lines[0].id").ShouldBe(line);
        amended.At("total").GetDecimal().ShouldBe(13);
        amended.At("earlierRevisions[0].total").GetDecimal().ShouldBe(25);
        amended.TextAt("earlierRevisions[0].reason").ShouldBe("Half is enough.");
        amended.At("sentAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await buyer.ReceiveAsync(order, 1)).ShouldBeInvalidTransition("pending_approval", "receive", "approve", "reject", "revise", "cancel");
    }

    [Fact]
    public async Task A_version_that_is_not_the_current_one_is_refused_and_changes_nothing()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync());

        (await buyer.Client.PostAsync($"{Buyer.Orders}/{order.TextAt("id")}/submit", null, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await buyer.ReadAsync(order)).TextAt("status").ShouldBe("draft");
        (await buyer.Client.PostAsync($"{Buyer.Orders}/{order.TextAt("id")}/submit", null, ("If-Match", "\"v1\""))).ShouldBe(200).Header("ETag").ShouldBe("\"v2\"");
    }

    [Fact]
    public async Task Of_ten_that_approve_and_ten_that_reject_at_once_one_side_decides()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => buyer.ActAsync(order, n % 2 == 0 ? "approve" : "reject")));

        var status = (await buyer.ReadAsync(order)).TextAt("status");
        status.ShouldBeOneOf("approved", "rejected");
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(10);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Status == HttpStatusCode.Conflict);
        (await buyer.ReadAsync(order)).At("version").GetInt64().ShouldBe(3);
    }
}
