using System.Text.Json;
using Atlas.Support;

namespace Atlas.Procurement.Tests.SupplierReturns;

[Collection(OneSystem.Name)]
public sealed class SupplierReturnStatesTests(ProcurementSystem system)
{
    static readonly string[] Actions = ["ship", "close", "cancel"];

    // How a return gets into each status, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string> States => new()
    {
        // by way of      is now       allowed        ship close cancel
        { "",             "draft",     "ship,cancel", "shipped - cancelled" },
        { "ship",         "shipped",   "close",       "shipped closed -" },
        { "ship close",   "closed",    "",            "- closed -" },
        { "cancel",       "cancelled", "",            "- - cancelled" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string status, string allowed, string targets)
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item, "submit", "approve");
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        foreach (var (action, target) in Actions.Zip(targets.Split(' ')))
        {
            var back = await buyer.ReturnAsync(receipt, 1);
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) (await buyer.ActOnReturnAsync(back, step)).ShouldBe(200);
            var before = await buyer.ReadReturnAsync(back);
            before.TextAt("status").ShouldBe(status);
            string.Join(',', before.At("allowedActions").EnumerateArray()).ShouldBe(allowed);
            var posted = await buyer.PostedAsync(item);

            var answer = await buyer.ActOnReturnAsync(back, action);

            if (target == "-") answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else answer.ShouldBe(200);
            var after = await buyer.ReadReturnAsync(back);
            after.TextAt("status").ShouldBe(target == "-" ? status : target, $"{action} from {status}");
            // What was refused, or done already, changes nothing.
            if (target == "-" || target == status) after.GetRawText().ShouldBe(before.GetRawText());
            (await buyer.PostedAsync(item) - posted).ShouldBe(target == "shipped" && status == "draft" ? 1 : 0);
        }
    }

    [Fact]
    public async Task Only_a_draft_can_be_changed_and_only_in_its_current_version()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit", "approve");
        var receipt = (await buyer.ReceiveAsync(order, 10)).ShouldBe(201).Json.At("data");
        var back = await buyer.ReturnAsync(receipt, 1);
        var path = $"{ReturnWords.Returns}/{back.TextAt("id")}";

        (await buyer.Client.PatchAsync(path, new { reason = "Torn." }, ("If-Match", "\"v9\""))).ShouldBeError(412, "version_mismatch");
        (await buyer.Client.PatchAsync(path, new { lines = new[] { new { receiptId = receipt.TextAt("id"), qty = 11 } } })).ShouldBeError(409, "over_return");
        (await buyer.ReadReturnAsync(back)).GetRawText().ShouldBe(back.GetRawText());
        var changed = (await buyer.Client.PatchAsync(path, new
        {
            reason = "Torn.", supplierReference = "RMA-1", lines = new[] { new { receiptId = receipt.TextAt("id"), qty = 3 } },
        }, ("If-Match", "\"v1\""))).ShouldBe(200);
        changed.Header("ETag").ShouldBe("\"v2\"");
        (changed.Json.At("data.lines[0].qty").GetDecimal(), changed.Json.TextAt("data.lines[0].reason")).ShouldBe((3, "Torn."));
        changed.Json.At("data.lines").GetArrayLength().ShouldBe(1);
        (await buyer.Client.PostAsync($"{path}/ship", null, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await buyer.ActOnReturnAsync(back, "ship")).ShouldBe(200);

        (await buyer.Client.PatchAsync(path, new { reason = "Late." })).ShouldBeError(409, "not_editable");
        (await buyer.ReadReturnAsync(back)).TextAt("reason").ShouldBe("Torn.");
    }
}

/// <summary>The words that tests speak about supplier returns in.</summary>
static class ReturnWords
{
    public const string Returns = "/v1/procurement/supplier-returns";

    /// <summary>A draft of a return of so many of a receipt's only line.</summary>
    public static async Task<JsonElement> ReturnAsync(this Buyer buyer, JsonElement receipt, decimal qty) =>
        (await buyer.Client.PostAsync(Returns, new
        {
            purchaseOrderId = receipt.TextAt("purchaseOrderId"), lines = new[] { new { receiptId = receipt.TextAt("id"), qty } },
        })).ShouldBe(201).Json.At("data");

    public static Task<Answer> ActOnReturnAsync(this Buyer buyer, JsonElement back, string action, object? body = null) =>
        buyer.Client.PostAsync($"{Returns}/{back.TextAt("id")}/{action}", body);

    public static async Task<JsonElement> ReadReturnAsync(this Buyer buyer, JsonElement back) =>
        (await buyer.Client.GetAsync($"{Returns}/{back.TextAt("id")}")).ShouldBe(200).Json.At("data");
}
