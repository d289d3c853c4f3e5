using Atlas.Support;

namespace Atlas.Procurement.Tests.Requisitions;

[Collection(OneSystem.Name)]
public sealed class SuggestionTests(ProcurementSystem system)
{
    const string Path = "/v1/inventory/replenishment-suggestions/requisitions";

    [Fact]
    public async Task What_reorder_policies_suggest_becomes_a_draft_in_one_call()
    {
        using var buyer = await system.BuyerAsync();
        var (item, stranger, made) = (await buyer.ItemAsync(), await buyer.ItemAsync(), await buyer.ItemAsync());
        await PolicyAsync(buyer, item, "supplier", buyer.Supplier);
        await PolicyAsync(buyer, stranger, "supplier", Guid.NewGuid());
        await PolicyAsync(buyer, made, "production", null);

        var answer = (await buyer.Client.PostAsync(Path, new { facilityId = buyer.Facility, priority = "high", justification = "Monday" })).ShouldBe(202);

        answer.Json.At("data.lines").GetArrayLength().ShouldBe(2);
        answer.Header("Location").ShouldBe($"{Buyer.Requisitions}/{answer.Json.TextAt("data.requisitionId")}");
        var read = await Eventually.Becomes("the draft is there", () => buyer.Client.GetAsync(answer.Header("Location")!), found => (int)found.Status == 200);
        var draft = read.Json.At("data");
        (draft.TextAt("status"), draft.TextAt("priority"), draft.TextAt("justification"), draft.TextAt("facilityId"))
            .ShouldBe(("draft", "high", "Monday", $"{buyer.Facility}"));
        draft.At("lines").EnumerateArray().Select(line => (line.TextAt("itemId"), line.At("qty").GetDecimal(), line.TextAt("supplierId")))
            .ShouldBe([($"{item}", 24, $"{buyer.Supplier}"), ($"{stranger}", 24, null)], ignoreOrder: true);
    }

    [Fact]
    public async Task Where_nothing_is_needed_nothing_is_asked_for()
    {
        using var buyer = await system.BuyerAsync();
        using var reader = await system.ClientAsync(buyer.Tenant, "inventory:read", "policies:write");

        (await buyer.Client.PostAsync(Path, new { facilityId = buyer.Facility })).ShouldBe(200).Json.TextAt("data.requisitionId").ShouldBeNull();
        (await buyer.Client.PostAsync(Path, new { facilityId = Guid.NewGuid() })).ShouldBeError(400, "validation_failed");
        (await buyer.Client.PostAsync(Path, new { facilityId = buyer.Facility, priority = "now" })).ShouldBeError(400, "validation_failed");
        (await reader.PostAsync(Path, new { facilityId = buyer.Facility })).ShouldBeError(403, "insufficient_scope");
        (await buyer.Client.GetAsync(Buyer.Requisitions)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
    }

    static async Task PolicyAsync(Buyer buyer, Guid item, string source, Guid? supplier) => (await buyer.Client.PostAsync("/v1/inventory/policies", new
    {
        itemId = item, facilityId = buyer.Facility, policyType = "min_max", minQty = 5, maxQty = 20, multipleOf = 12, source, preferredSupplierId = supplier,
    })).ShouldBe(201);
}
