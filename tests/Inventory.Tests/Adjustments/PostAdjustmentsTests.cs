using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Adjustments;

[Collection(OneSystem.Name)]
public sealed class PostAdjustmentsTests(InventorySystem system)
{
    const string Path = "/v1/inventory/adjustments/bulk";

    [Fact]
    public async Task Many_are_posted_in_one_go_in_their_order_and_a_repeat_posts_nothing()
    {
        using var tenant = await system.TenantAsync();
        var (item, lots) = (await tenant.ItemAsync(), await tenant.ItemAsync(lots: "tracked"));
        object[] all =
        [
            Of(tenant, item, 10), Of(tenant, item, -4), new { itemId = lots, locationId = tenant.B, lotNo = "L1", qtyDelta = 3, reason = "first" },
            new { itemId = lots, locationId = tenant.B, lotNo = "L1", qtyDelta = 2, reason = "more of it" },
        ];

        var answer = (await PostAsync(tenant, all, headers: ("Idempotency-Key", "bulk-1"))).ShouldBe(201);
        var again = (await PostAsync(tenant, all, headers: ("Idempotency-Key", "bulk-1"))).ShouldBe(201);

        answer.Json.ShouldHaveShape("""
            {"data": {"posted": "integer", "rejected": "integer",
              "results": [{"index": "integer", "status": "string", "transactionId": "uuid?", "transactionNo": "string?", "ledgerSeq": "integer?", "error": "null"}]}}
            """, exactly: true);
        again.Text.ShouldBe(answer.Text);
        Results(answer).Select(r => (r.At("index").GetInt32(), r.TextAt("status"), r.At("ledgerSeq").GetInt64())).ShouldBe([(0, "posted", 1), (1, "posted", 2), (2, "posted", 3), (3, "posted", 4)]);
        (await tenant.OnHandAsync(item), await tenant.OnHandAsync(lots), await tenant.PostedAsync()).ShouldBe((6, 5, 4));
        (await tenant.Client.GetAsync($"/v1/inventory/transactions/{Results(answer)[3].TextAt("transactionId")}")).ShouldBe(200).Json.TextAt("data.reason").ShouldBe("more of it");
        (await system.ToldOfLedgerAsync(tenant.Name)).Count.ShouldBe(4);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task When_one_is_refused_none_is_posted_and_it_is_said_which()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);

        var wrong = (await PostAsync(tenant, [Of(tenant, item, 1), new { itemId = item, qtyDelta = 0 }, Of(tenant, Guid.NewGuid(), 1)])).ShouldBeError(400, "validation_failed");
        var unknown = (await PostAsync(tenant, [Of(tenant, item, 1), Of(tenant, Guid.NewGuid(), 1)])).ShouldBeError(400, "validation_failed");
        // The first leaves too little for the second: they are decided one after another.
        var tooMuch = (await PostAsync(tenant, [Of(tenant, item, -3), Of(tenant, item, -3)])).ShouldBeError(409, "insufficient_stock");
        (await PostAsync(tenant, [])).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("array_length");
        (await PostAsync(tenant, [.. Enumerable.Range(0, 1_001).Select(_ => Of(tenant, item, 1))])).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("array_length");
        (await PostAsync(tenant, [Of(tenant, item, 1)], "?onError=stop")).ShouldBeError(400, "invalid_parameter");
        (await PostAsync(tenant, [Of(tenant, item, 1)], "?dryRun=true")).ShouldBe(201);

        Fields(wrong).ShouldBe(["adjustments[1].locationId", "adjustments[1].qtyDelta", "adjustments[1].reason"], ignoreOrder: true);
        Fields(unknown).ShouldBe(["adjustments[1].itemId"]);
        (Fields(tooMuch).Single(), tooMuch.Json.At("details[0].meta.onHand").GetDecimal()).ShouldBe(("adjustments[1]", 2));
        (await tenant.OnHandAsync(item), await tenant.PostedAsync()).ShouldBe((5, 1));
        using var reader = await system.TenantAsync("inventory:read");
        (await PostAsync(reader, [Of(tenant, item, 1)])).ShouldBeError(403, "insufficient_scope");
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task With_onError_continue_the_others_are_posted_and_each_result_says_what_became_of_it()
    {
        using var tenant = await system.TenantAsync();
        var (item, lots) = (await tenant.ItemAsync(), await tenant.ItemAsync(lots: "tracked"));
        await tenant.HaveAsync(item, 5);
        (await tenant.Client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = tenant.Facility, qty = 2, demandType = "sales_order", demandId = "SO-1" })).ShouldBe(201);

        var answer = (await PostAsync(tenant,
        [
            Of(tenant, item, -3), Of(tenant, item, -1), new { itemId = item, qtyDelta = 0, reason = "nothing", locationId = tenant.A }, Of(tenant, item, 4), Of(tenant, Guid.NewGuid(), 1),
            Of(tenant, item, -4), new { itemId = lots, locationId = tenant.A, lotNo = "L1", qtyDelta = -1, reason = "no such lot" },
        ], "?onError=continue")).ShouldBe(201);

        // Two are held, so the second would take what is promised; the fourth makes room again.
        Results(answer).Select(r => (r.TextAt("status"), r.At("error") is { ValueKind: JsonValueKind.Object } error ? error.TextAt("code") : null)).ShouldBe(
        [
            ("posted", null), ("rejected", "insufficient_stock"), ("rejected", "validation_failed"), ("posted", null), ("rejected", "validation_failed"), ("posted", null),
            ("rejected", "validation_failed"),
        ]);
        Results(answer)[2].TextAt("error.details[0].field").ShouldBe("qtyDelta");
        (answer.Json.At("data.posted").GetInt32(), answer.Json.At("data.rejected").GetInt32()).ShouldBe((3, 4));
        (await tenant.OnHandAsync(item), await tenant.PostedAsync()).ShouldBe((2, 4));
        (await tenant.Client.GetAsync($"/v1/lots?itemId={lots}")).Json.At("count").GetInt32().ShouldBe(0);

        var none = (await PostAsync(tenant, [Of(tenant, item, -9), Of(tenant, item, 0)], "?onError=continue")).ShouldBeError(400, "validation_failed");
        none.Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldBe([("adjustments[0]", "insufficient_stock"), ("adjustments[1].qtyDelta", "out_of_range")]);
        (await tenant.PostedAsync()).ShouldBe(4);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_thousand_at_once_beside_single_ones_are_all_posted_and_the_chain_holds()
    {
        using var tenant = await system.TenantAsync();
        var items = new[] { await tenant.ItemAsync(), await tenant.ItemAsync() };

        var bulks = Enumerable.Range(0, 2).Select(_ => PostAsync(tenant, [.. Enumerable.Range(0, 1_000).Select(n => Of(tenant, items[n % 2], 1))])).ToList();
        var singles = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.AdjustAsync(items[0], 1)));
        foreach (var bulk in await Task.WhenAll(bulks)) bulk.ShouldBe(201).Json.At("data.posted").GetInt32().ShouldBe(1_000);

        foreach (var single in singles) single.ShouldBe(201);
        (await tenant.OnHandAsync(items[0]), await tenant.OnHandAsync(items[1])).ShouldBe((1_020, 1_000));
        await tenant.BooksAreSoundAsync();
    }

    static object Of(TestTenant tenant, Guid item, decimal qty) => new { itemId = item, locationId = tenant.A, qtyDelta = qty, reason = "count" };

    static Task<Answer> PostAsync(TestTenant tenant, object[] adjustments, string query = "", params IReadOnlyList<(string, string)> headers) =>
        tenant.Client.PostAsync(Path + query, new { adjustments }, headers);

    static List<JsonElement> Results(Answer answer) => [.. answer.Json.At("data.results").EnumerateArray()];

    static List<string?> Fields(Answer answer) => [.. answer.Json.At("details").EnumerateArray().Select(d => d.TextAt("field"))];
}
