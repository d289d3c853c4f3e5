using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Adjustments;

[Collection(OneSystem.Name)]
public sealed class PostAdjustmentTests(InventorySystem system)
{
    [Fact]
    public async Task The_answer_is_the_transaction_with_both_sides_of_it()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 20);

        var answer = (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, statusId = "available", qtyDelta = -5, reason = "Damaged in storage" })).ShouldBe(201);

        answer.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "uuid", "transactionNo": "string", "type": "string", "sourceType": "string?", "sourceId": "string?", "sourceNo": "string?",
                "effectiveAt": "timestamp", "postedAt": "timestamp", "ledgerSeq": "integer", "reason": "string", "reasonCode": "string?",
                "reference": "string?", "reversesTransactionId": "uuid?", "reversedByTransactionId": "uuid?", "hash": "string", "lineCount": "integer",
                "createdBy": "string", "createdAt": "timestamp", "version": "integer",
                "lines": [{
                  "lineNo": "integer", "itemId": "uuid", "itemNo": "string", "facilityId": "uuid?", "locationId": "uuid", "locationType": "string",
                  "lotId": "uuid?", "lotNo": "string?", "serialNo": "string?", "statusId": "uuid", "statusCode": "string", "qty": "number",
                  "enteredQty": "number", "enteredUomId": "uuid", "unitCost": "number?", "value": "number", "currency": "string?",
                  "isZeroCost": "boolean", "effectiveAt": "timestamp", "correctsLedgerSeq": "integer?", "correctsLineNo": "integer?"
                }]
              }
            }
            """, exactly: true);
        var transaction = answer.Json.At("data");
        transaction.At("ledgerSeq").GetInt64().ShouldBe(2);
        transaction.TextAt("reason").ShouldBe("Damaged in storage");
        transaction.At("lines").EnumerateArray().Sum(line => line.At("qty").GetDecimal()).ShouldBe(0);
        transaction.At("lines").EnumerateArray().Select(line => (line.TextAt("locationType"), line.At("qty").GetDecimal()))
            .ShouldBe([("internal", -5m), ("adjustment", 5m)]);
        answer.Header("Location").ShouldBe($"/v1/inventory/transactions/{transaction.TextAt("id")}");
        (await tenant.OnHandAsync(item)).ShouldBe(15);
        (await tenant.Client.GetAsync(answer.Header("Location")!)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(transaction.GetRawText());
    }

    [Fact]
    public async Task Of_a_thousand_at_once_for_one_unit_one_gets_it()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => tenant.AdjustAsync(item, -1)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "insufficient_stock");
        (await tenant.OnHandAsync(item)).ShouldBe(0);
        (await tenant.PostedAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_at_once_for_several_units_exactly_as_many_get_them_as_there_are()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 50);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => tenant.AdjustAsync(item, -3)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(16);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(184);
        (await tenant.OnHandAsync(item)).ShouldBe(2);
        var numbers = (await tenant.Client.GetAsync("/v1/inventory/transactions?limit=200")).Json.At("data").EnumerateArray().Select(t => t.At("ledgerSeq").GetInt64());
        numbers.ShouldBe(Enumerable.Range(1, 17).Reverse().Select(n => (long)n));
    }

    [Fact]
    public async Task What_is_short_is_said_in_numbers_and_nothing_is_posted()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 4);

        var answer = (await tenant.AdjustAsync(item, -5)).ShouldBeError(409, "insufficient_stock");

        var facts = answer.Json.At("details[0].meta");
        facts.TextAt("itemId").ShouldBe($"{item}");
        (facts.At("requested").GetDecimal(), facts.At("available").GetDecimal(), facts.At("onHand").GetDecimal()).ShouldBe((5, 4, 4));
        (await tenant.OnHandAsync(item)).ShouldBe(4);
        (await tenant.PostedAsync()).ShouldBe(1);
    }

    public static TheoryData<string, string, string, string> WrongFields => new()
    {
        { "itemId", "null", "itemId", "required" },
        { "itemId", "\"...\"", "itemId", "invalid_value" },
        { "itemId", "\"00000000-0000-0000-0000-000000000001\"", "itemId", "invalid_reference" },
        { "locationId", "null", "locationId", "required" },
        { "locationId", "\"00000000-0000-0000-0000-000000000001\"", "locationId", "invalid_reference" },
        { "statusId", "\"good\"", "statusId", "invalid_reference" },
        { "qtyDelta", "null", "qtyDelta", "required" },
        { "qtyDelta", "0", "qtyDelta", "out_of_range" },
        { "qtyDelta", "0.0", "qtyDelta", "out_of_range" },
        { "qtyDelta", "\"5\"", "qtyDelta", "invalid_type" },
        { "qtyDelta", "1e300", "qtyDelta", "invalid_type" },
        { "qtyDelta", "10000000000000", "qtyDelta", "out_of_range" },
        { "qtyDelta", "0.0000001", "qtyDelta", "out_of_range" },
        { "qtyDelta", "1.5", "qtyDelta", "out_of_range" },
        { "reason", "null", "reason", "required" },
        { "reason", "\"  \"", "reason", "required" },
        { "lotId", "\"00000000-0000-0000-0000-000000000001\"", "lotId", "invalid_value" },
        { "lotNo", "\"L1\"", "lotNo", "invalid_value" },
        { "serialNos", "[\"S1\"]", "serialNos", "invalid_value" },
        { "serialNos", "[\"S1\", \"S1\"]", "serialNos", "invalid_value" },
        { "uomId", "\"pallet\"", "uomId", "invalid_reference" },
        { "unitCost", "-1", "unitCost", "out_of_range" },
        { "effectiveAt", "\"yesterday\"", "effectiveAt", "invalid_value" },
        { "effectiveAt", "\"2199-01-01T00:00:00Z\"", "effectiveAt", "out_of_range" },
        { "expectedQty", "\"many\"", "expectedQty", "invalid_type" },
    };

    [Fact]
    public async Task A_wrong_field_is_named_and_the_ledger_stays_untouched()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 3);

        foreach (var row in WrongFields)
        {
            var (field, json, wrongField, wrongCode) = ((string)row[0], (string)row[1], (string)row[2], (string)row[3]);
            var body = new JsonObject { ["itemId"] = item, ["locationId"] = tenant.A, ["qtyDelta"] = 1, ["reason"] = "test", [field] = JsonNode.Parse(json) };
            var answer = (await tenant.AdjustAsync(body)).ShouldBeError(400, "validation_failed");
            answer.Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldContain((wrongField, wrongCode), $"{field}: {json}");
        }

        (await tenant.OnHandAsync(item)).ShouldBe(3);
        (await tenant.PostedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Boxes_are_posted_in_pieces_exactly()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();

        var answer = (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 3, uomId = "box", reason = "found" })).ShouldBe(201);

        (await tenant.OnHandAsync(item)).ShouldBe(36);
        answer.Json.At("data.lines[0].enteredQty").GetDecimal().ShouldBe(3);
        answer.Json.TextAt("data.lines[0].enteredUomId").ShouldBe($"{TestTenant.Box}");
    }

    [Fact]
    public async Task An_expected_quantity_that_is_not_there_is_a_conflict()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 3);

        var wrong = await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 1, reason = "count", expectedQty = 4 });
        var right = await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 1, reason = "count", expectedQty = 3 });

        wrong.ShouldBeError(409, "count_conflict").Json.At("details[0].meta.onHand").GetDecimal().ShouldBe(3);
        right.ShouldBe(201);
    }

    [Fact]
    public async Task A_lot_is_asked_for_made_and_found_again()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked", expiry: "tracked");
        object Body(decimal qty, string? lotNo, string? expiryDate) => new { itemId = item, locationId = tenant.A, qtyDelta = qty, reason = "test", lotNo, expiryDate };

        (await tenant.AdjustAsync(Body(5, null, null))).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lotId");
        (await tenant.AdjustAsync(Body(5, "L1", null))).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("expiryDate");
        (await tenant.AdjustAsync(Body(-5, "L1", null))).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("invalid_reference");
        var made = (await tenant.AdjustAsync(Body(5, "L1", "2031-01-31"))).ShouldBe(201);
        (await tenant.AdjustAsync(Body(5, "L1", "2032-01-31"))).ShouldBeError(409, "tracking_violation");
        var found = (await tenant.AdjustAsync(Body(-2, "L1", null))).ShouldBe(201);

        found.Json.TextAt("data.lines[0].lotId").ShouldBe(made.Json.TextAt("data.lines[0].lotId"));
        var balance = (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}")).Json.At("data[0]");
        (balance.TextAt("lotNo"), balance.TextAt("expiryDate"), balance.At("onHandQty").GetDecimal()).ShouldBe(("L1", "2031-01-31", 3));
        (await tenant.Client.GetAsync($"/v1/lots?itemId={item}")).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_serial_number_is_in_one_place_at_most()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(serials: "tracked");
        Task<Answer> Adjust(decimal qty, Guid location, params string[] serialNos) =>
            tenant.AdjustAsync(new { itemId = item, locationId = location, qtyDelta = qty, reason = "test", serialNos });

        (await Adjust(2, tenant.A)).ShouldBeError(400, "validation_failed");
        (await Adjust(2, tenant.A, "S1")).ShouldBeError(400, "validation_failed");
        (await Adjust(2, tenant.A, "S1", "S2")).ShouldBe(201);
        (await Adjust(1, tenant.B, "S1")).ShouldBeError(409, "serial_in_use");
        (await Adjust(-1, tenant.A, "S3")).ShouldBeError(409, "insufficient_stock");
        (await Adjust(-1, tenant.A, "S1")).ShouldBe(201);
        (await Adjust(1, tenant.B, "S1")).ShouldBe(201);

        (await tenant.OnHandAsync(item)).ShouldBe(2);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.B}&serialNo=S1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_backdated_must_have_been_there_ever_since()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        (await tenant.AdjustAsync(item, 10, effectiveAt: "2026-01-01T00:00:00Z")).ShouldBe(201);
        (await tenant.AdjustAsync(item, -8, effectiveAt: "2026-02-01T00:00:00Z")).ShouldBe(201);
        (await tenant.AdjustAsync(item, 20, effectiveAt: "2026-03-01T00:00:00Z")).ShouldBe(201);

        // 22 are there now, and only 2 were in February.
        (await tenant.AdjustAsync(item, -3, effectiveAt: "2026-01-15T00:00:00Z")).ShouldBeError(409, "insufficient_stock");
        (await tenant.AdjustAsync(item, -2, effectiveAt: "2026-01-15T00:00:00Z")).ShouldBe(201);

        (await tenant.OnHandAsync(item)).ShouldBe(20);
        (await tenant.OnHandAsync(item, "&asOf=2026-01-20T00:00:00Z")).ShouldBe(8);
        (await tenant.OnHandAsync(item, "&asOf=2026-02-20T00:00:00Z")).ShouldBe(0);
        (await tenant.OnHandAsync(item, "&asOf=2025-12-31T00:00:00Z")).ShouldBe(0);
    }

    [Fact]
    public async Task Where_it_is_allowed_stock_may_be_negative()
    {
        using var tenant = await system.TenantAsync();
        var (denies, allows, inherits) = (await tenant.ItemAsync(), await tenant.ItemAsync(negative: "allow"), await tenant.ItemAsync(negative: "inherit"));

        (await tenant.AdjustAsync(allows, -5)).ShouldBe(201);
        (await tenant.AdjustAsync(inherits, -5)).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.PatchAsync($"/v1/facilities/{tenant.Facility}", new { allowNegative = true })).ShouldBe(200);
        (await tenant.AdjustAsync(inherits, -5)).ShouldBe(201);
        (await tenant.AdjustAsync(denies, -5)).ShouldBeError(409, "insufficient_stock");

        (await tenant.OnHandAsync(allows)).ShouldBe(-5);
    }

    [Fact]
    public async Task Repeating_a_request_under_its_key_gives_the_first_answer_again()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.AdjustAsync(item, 5, headers: ("Idempotency-Key", "once"))));
        var later = await tenant.AdjustAsync(item, 5, headers: ("Idempotency-Key", "once"));
        var other = await tenant.AdjustAsync(item, 6, headers: ("Idempotency-Key", "once"));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Count(answer => answer.Header("Idempotent-Replayed") is null).ShouldBe(1);
        answers.Append(later).Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        later.Header("Idempotent-Replayed").ShouldBe("true");
        later.Header("Location").ShouldBe(answers[0].Header("Location"));
        other.ShouldBeError(409, "idempotency_key_reused");
        (await tenant.OnHandAsync(item)).ShouldBe(5);
    }

    [Fact]
    public async Task A_refusal_is_repeated_under_its_key_too()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();

        var first = (await tenant.AdjustAsync(item, -5, headers: ("Idempotency-Key", "refused"))).ShouldBeError(409, "insufficient_stock");
        await tenant.HaveAsync(item, 10);
        var again = (await tenant.AdjustAsync(item, -5, headers: ("Idempotency-Key", "refused"))).ShouldBeError(409, "insufficient_stock");

        again.Body.ShouldBe(first.Body);
        again.Header("Idempotent-Replayed").ShouldBe("true");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
    }

    [Fact]
    public async Task A_dry_run_decides_and_keeps_nothing()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var body = new { itemId = item, locationId = tenant.A, qtyDelta = 2, reason = "test" };

        var tried = (await tenant.Client.PostAsync("/v1/inventory/adjustments?dryRun=true", body)).ShouldBe(201);
        (await tenant.Client.PostAsync("/v1/inventory/adjustments?dryRun=true", new { itemId = item, locationId = tenant.A, qtyDelta = -2, reason = "test" }))
            .ShouldBeError(409, "insufficient_stock");

        tried.Header("Atlas-Dry-Run").ShouldBe("true");
        (await tenant.PostedAsync()).ShouldBe(0);
        (await tenant.AdjustAsync(body)).ShouldBe(201).Json.At("data.ledgerSeq").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task An_adjustment_is_announced_once()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var posted = await tenant.HaveAsync(item, 5);
        (await tenant.AdjustAsync(item, -9)).ShouldBe(409);

        var announced = (await system.ToldOfLedgerAsync(tenant.Name)).ShouldHaveSingleItem();
        announced.TextAt("transactionId").ShouldBe(posted.Json.TextAt("data.id"));
        announced.At("lines[0].qty").GetDecimal().ShouldBe(5);
        await Eventually.BecomesTrue("the announcement left", async () => await system.CountAsync("select count(*) from outbox") == 0);
    }

    [Fact]
    public async Task What_many_post_at_once_is_told_in_the_order_of_the_ledger_and_without_gaps()
    {
        const int Many = 150;
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();

        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => tenant.HaveAsync(item, 1)));

        (await system.ToldOfLedgerAsync(tenant.Name)).Select(told => told.At("ledgerSeq").GetInt64()).ShouldBe(Enumerable.Range(1, Many).Select(seq => (long)seq));
        (await system.AnnouncedAsync(tenant.Name, "LedgerPosted")).Max(message => message.At("transactions").GetArrayLength()).ShouldBeLessThanOrEqualTo(100);
        await Eventually.BecomesTrue("the announcements left", async () => await system.CountAsync("select count(*) from outbox") == 0);
    }

    [Fact]
    public async Task The_stock_of_another_tenant_cannot_be_touched_or_seen()
    {
        using var mine = await system.TenantAsync();
        using var yours = await system.TenantAsync();
        var item = await mine.ItemAsync();
        var posted = await mine.HaveAsync(item, 5);

        (await yours.AdjustAsync(item, 1, yours.A)).ShouldBeError(400, "validation_failed");
        (await yours.AdjustAsync(item, -1, mine.A)).ShouldBeError(400, "validation_failed");
        (await yours.Client.GetAsync(posted.Header("Location")!)).ShouldBeError(404, "resource_not_found");
        (await yours.OnHandAsync(item)).ShouldBe(0);
        (await mine.OnHandAsync(item)).ShouldBe(5);
    }

    [Fact]
    public async Task Who_may_only_read_cannot_adjust_and_who_is_nobody_can_do_nothing()
    {
        using var reader = await system.TenantAsync("inventory:read");
        using var nobody = system.Atlas.Client(null);

        (await reader.AdjustAsync(Guid.NewGuid(), 1)).ShouldBeError(403, "insufficient_scope");
        (await reader.Client.GetAsync("/v1/inventory/balances")).ShouldBe(200);
        (await nobody.PostAsync("/v1/inventory/adjustments", new { })).ShouldBeError(401, "missing_token");
        (await nobody.GetAsync("/v1/inventory/balances")).ShouldBeError(401, "missing_token");
    }
}
