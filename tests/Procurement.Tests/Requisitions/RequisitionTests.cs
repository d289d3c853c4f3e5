using System.Text.Json;
using Atlas.Support;

namespace Atlas.Procurement.Tests.Requisitions;

[Collection(OneSystem.Name)]
public sealed class RequisitionTests(ProcurementSystem system)
{
    static readonly string[] Actions = ["submit", "approve", "reject", "revise", "convert", "cancel"];

    // How a requisition gets into each status, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string> States => new()
    {
        // by way of                    is now               allowed                          submit approve reject revise convert cancel
        { "",                           "draft",             "submit,cancel",                 "pending_approval - - draft - cancelled" },
        { "submit",                     "pending_approval",  "approve,reject,revise,cancel",  "pending_approval approved rejected draft - cancelled" },
        { "submit approve",             "approved",          "convert,cancel",                "- approved - - ordered cancelled" },
        { "submit reject",              "rejected",          "revise",                        "- - rejected draft - -" },
        { "submit approve convert:4",   "partially_ordered", "convert,cancel",                "- - - - ordered ordered" },
        { "submit approve convert",     "ordered",           "",                              "- - - - - -" },
        { "cancel",                     "cancelled",         "",                              "- - - - - cancelled" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(string via, string status, string allowed, string targets)
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        foreach (var (action, target) in Actions.Zip(targets.Split(' ')))
        {
            var requisition = await RequestAsync(buyer, item);
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) (await TakeAsync(step)).ShouldBe(200);
            var before = await ReadAsync(buyer, requisition);
            before.TextAt("status").ShouldBe(status);
            string.Join(',', before.At("allowedActions").EnumerateArray()).ShouldBe(allowed);

            var answer = await TakeAsync(action);

            if (target == "-") answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else answer.ShouldBe(200);
            var after = await ReadAsync(buyer, requisition);
            after.TextAt("status").ShouldBe(target == "-" ? status : target, $"{action} from {status}");
            if (target == "-" || target == status) after.At("version").GetInt64().ShouldBe(before.At("version").GetInt64());

            Task<Answer> TakeAsync(string step) => ActAsync(buyer, requisition, step.Split(':')[0], step.Split(':') is [_, var qty]
                ? new { lines = new[] { new { lineId = requisition.TextAt("lines[0].id"), qty = decimal.Parse(qty) } } } : null);
        }
    }

    [Fact]
    public async Task A_requisition_becomes_one_order_for_each_supplier()
    {
        using var buyer = await system.BuyerAsync();
        var (item, other) = (await buyer.ItemAsync(), await buyer.ItemAsync());
        var second = (await buyer.Client.PostAsync(Buyer.Suppliers, new { code = "SECOND", name = "Second", currency = "CHF" })).ShouldBe(201).Json.At("data.id").GetGuid();
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{second}/items",
            new { itemId = other, isPreferred = true, priceBreaks = new[] { new { minQty = 0, unitPrice = 7 } } })).ShouldBe(201);
        var requisition = (await buyer.Client.PostAsync(Buyer.Requisitions, new
        {
            facilityId = buyer.Facility, needBy = "2031-04-01",
            lines = new object[] { new { itemId = item, qty = 10, supplierId = buyer.Supplier, estimatedUnitCost = 2 }, new { itemId = other, qty = 3 } },
        })).ShouldBe(201).Json.At("data");
        requisition.At("estimatedTotal").GetDecimal().ShouldBe(20);
        foreach (var action in (string[])["submit", "approve"]) (await ActAsync(buyer, requisition, action)).ShouldBe(200);

        var converted = (await ActAsync(buyer, requisition, "convert")).ShouldBe(200).Json.At("data");

        converted.TextAt("status").ShouldBe("ordered");
        var orders = new List<JsonElement>();
        foreach (var id in converted.At("purchaseOrderIds").EnumerateArray()) orders.Add((await buyer.Client.GetAsync($"{Buyer.Orders}/{id.GetString()}")).ShouldBe(200).Json.At("data"));
        orders.Select(o => (o.At("supplierId").GetGuid(), o.TextAt("currency"), o.TextAt("status"), o.At("total").GetDecimal()))
            .ShouldBe([(buyer.Supplier, "EUR", "draft", 20), (second, "CHF", "draft", 21)]);
        orders[0].TextAt("lines[0].requisitionLineId").ShouldBe(requisition.TextAt("lines[0].id"));
        orders[0].TextAt("lines[0].expectedDate").ShouldBe("2031-04-01");
        converted.TextAt("lines[0].purchaseOrderLineIds[0]").ShouldBe(orders[0].TextAt("lines[0].id"));
    }

    [Fact]
    public async Task What_the_price_list_does_not_allow_is_rounded_up_and_said()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{buyer.Supplier}/items", new
        {
            itemId = item, multipleOf = 12, priceBreaks = new[] { new { minQty = 0, unitPrice = 3 }, new { minQty = 12, unitPrice = 2 } },
        })).ShouldBe(201);
        var requisition = await RequestAsync(buyer, item);
        foreach (var action in (string[])["submit", "approve"]) (await ActAsync(buyer, requisition, action)).ShouldBe(200);

        var converted = (await ActAsync(buyer, requisition, "convert")).ShouldBe(200).Json.At("data");

        (converted.TextAt("status"), converted.At("lines[0].convertedQty").GetDecimal()).ShouldBe(("ordered", 10));
        var order = (await buyer.Client.GetAsync($"{Buyer.Orders}/{converted.TextAt("purchaseOrderIds[0]")}")).ShouldBe(200).Json.At("data");
        (order.At("lines[0].qty").GetDecimal(), order.At("total").GetDecimal()).ShouldBe((12, 24));
        order.TextAt("notes")!.ShouldContain($"12 each of {order.TextAt("lines[0].itemNo")}, not 10");
        (await buyer.ActAsync(order, "submit")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_that_convert_at_once_no_more_is_ordered_than_was_asked_for()
    {
        using var buyer = await system.BuyerAsync();
        var requisition = await RequestAsync(buyer, await buyer.ItemAsync());
        foreach (var action in (string[])["submit", "approve"]) (await ActAsync(buyer, requisition, action)).ShouldBe(200);
        var body = new { lines = new[] { new { lineId = requisition.TextAt("lines[0].id"), qty = 3 } } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ActAsync(buyer, requisition, "convert", body)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(3);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Status == HttpStatusCode.Conflict);
        (await ReadAsync(buyer, requisition)).At("lines[0].convertedQty").GetDecimal().ShouldBe(9);
        (await buyer.Client.GetAsync(Buyer.Orders)).Json.At("count").GetInt32().ShouldBe(3);
        (await ActAsync(buyer, requisition, "convert", body)).ShouldBeError(409, "over_conversion");
        (await ActAsync(buyer, requisition, "cancel")).ShouldBe(200).Json.TextAt("data.lines[0].status").ShouldBe("cancelled");
    }

    [Fact]
    public async Task While_it_waits_for_approval_only_notes_and_the_day_can_change()
    {
        using var buyer = await system.BuyerAsync();
        var requisition = await RequestAsync(buyer, await buyer.ItemAsync());
        var path = $"{Buyer.Requisitions}/{requisition.TextAt("id")}";
        (await buyer.Client.PatchAsync(path, new { priority = "urgent", justification = "Out of it." })).ShouldBe(200).Json.TextAt("data.priority").ShouldBe("urgent");
        (await ActAsync(buyer, requisition, "submit")).ShouldBe(200);

        (await buyer.Client.PatchAsync(path, new { notes = "Ring me.", needBy = "2031-01-01" })).ShouldBe(200).Json.TextAt("data.needBy").ShouldBe("2031-01-01");
        (await buyer.Client.PatchAsync(path, new { notes = "x", priority = "low" })).ShouldBeError(409, "not_editable");

        (await ReadAsync(buyer, requisition)).TextAt("priority").ShouldBe("urgent");
    }

    [Fact]
    public async Task A_line_without_a_supplier_and_a_price_is_named()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var requisition = (await buyer.Client.PostAsync(Buyer.Requisitions, new { facilityId = buyer.Facility, lines = new[] { new { itemId = item, qty = 1 } } })).ShouldBe(201).Json.At("data");
        foreach (var action in (string[])["submit", "approve"]) (await ActAsync(buyer, requisition, action)).ShouldBe(200);

        (await ActAsync(buyer, requisition, "convert")).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("supplierId");
        (await ActAsync(buyer, requisition, "convert", new { supplierId = buyer.Supplier })).ShouldBeError(400, "validation_failed")
            .Json.TextAt("details[0].field").ShouldBe("lines[0].unitPrice");
        (await buyer.Client.GetAsync(Buyer.Orders)).Json.At("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Another_tenant_s_requisitions_are_not_there()
    {
        using var buyer = await system.BuyerAsync();
        using var other = await system.BuyerAsync();
        var requisition = await RequestAsync(buyer, await buyer.ItemAsync());

        (await other.Client.GetAsync($"{Buyer.Requisitions}/{requisition.TextAt("id")}")).ShouldBeError(404, "resource_not_found");
        (await ActAsync(other, requisition, "submit")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync(Buyer.Requisitions)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await buyer.Client.GetAsync($"{Buyer.Requisitions}?status=draft&q={requisition.TextAt("requisitionNo")}")).Json.TextAt("data[0].id").ShouldBe(requisition.TextAt("id"));
    }

    static async Task<JsonElement> RequestAsync(Buyer buyer, Guid item) => (await buyer.Client.PostAsync(Buyer.Requisitions, new
    {
        facilityId = buyer.Facility, lines = new[] { new { itemId = item, qty = 10, supplierId = buyer.Supplier, estimatedUnitCost = 2 } },
    })).ShouldBe(201).Json.At("data");

    static async Task<JsonElement> ReadAsync(Buyer buyer, JsonElement requisition) =>
        (await buyer.Client.GetAsync($"{Buyer.Requisitions}/{requisition.TextAt("id")}")).ShouldBe(200).Json.At("data");

    static Task<Answer> ActAsync(Buyer buyer, JsonElement requisition, string action, object? body = null) =>
        buyer.Client.PostAsync($"{Buyer.Requisitions}/{requisition.TextAt("id")}/{action}", body);
}
