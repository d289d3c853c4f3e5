using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests;

/// <summary>What all lists of the service have in common.</summary>
[Collection(OneSystem.Name)]
public sealed class ListTests(InventorySystem system)
{
    static readonly string[] Lists =
    [
        "/v1/facilities", "/v1/lots", "/v1/inventory/balances", "/v1/inventory/availability", "/v1/inventory/transactions", "/v1/inventory/reservations",
        "/v1/inventory/allocations", "/v1/inventory/transfers", "/v1/inventory/count-sessions", "/v1/inventory/policies", "/v1/inventory/replenishment-suggestions",
        "/v1/inventory/stock-statuses",
    ];

    [Fact]
    public async Task Every_list_says_whether_its_count_is_exact_and_refuses_to_skip_far()
    {
        using var tenant = await system.TenantAsync();
        foreach (var list in (IReadOnlyList<string>)[.. Lists, $"/v1/facilities/{tenant.Facility}/locations"])
        {
            var page = (await tenant.Client.GetAsync(list)).ShouldBe(200).Json;
            page.ShouldHaveShape("""{ "data": [], "count": "integer", "limit": "integer", "offset": "integer", "nextCursor": "string?", "countIsExact": "boolean" }""", exactly: true);
            page.At("countIsExact").GetBoolean().ShouldBeTrue(list);
            (await tenant.Client.GetAsync($"{list}?offset=10001")).ShouldBeError(400, "invalid_parameter");
            (await tenant.Client.GetAsync($"{list}?nonsense=1")).ShouldBeError(400, "unknown_filter");
        }
    }

    [Fact]
    public async Task What_is_more_than_is_counted_is_said_to_be_more_and_the_cursor_walks_on()
    {
        using var tenant = await system.TenantAsync();
        await system.TamperAsync("""
            insert into facilities (tenant_id, id, code, name, type, time_zone, address, is_active, allow_negative, created_by, created_at, updated_at, version)
            select $1, gen_random_uuid(), 'F' || n, 'F' || n, 'store', 'UTC', '{}', true, false, 'test', now() - n * interval '1 second', now(), 1 from generate_series(1, 10001) n
            """, tenant.Name); // With the one that a tenant has here: 10,002.

        var first = (await tenant.Client.GetAsync("/v1/facilities?limit=200&offset=9900")).ShouldBe(200).Json;
        (first.At("count").GetInt64(), first.At("countIsExact").GetBoolean(), first.At("data").GetArrayLength()).ShouldBe((10_001, false, 102));
        var page = (await tenant.Client.GetAsync("/v1/facilities?limit=200")).ShouldBe(200).Json;
        var next = (await tenant.Client.GetAsync($"/v1/facilities?limit=200&cursor={Uri.EscapeDataString(page.TextAt("nextCursor")!)}")).ShouldBe(200).Json;
        Ids(page).Intersect(Ids(next)).ShouldBeEmpty();
        next.At("data[0].code").GetString().ShouldBe("F200");
    }

    [Theory]
    [InlineData("/v1/facilities", "code", "code")]
    [InlineData("/v1/facilities", "createdAt", "createdAt")]
    [InlineData("/v1/inventory/transfers", "transferNo", "transferNo")]
    [InlineData("/v1/inventory/transfers", "createdAt", "createdAt")]
    public async Task A_list_is_sorted_as_it_is_asked_for_on_all_its_pages(string list, string sort, string field)
    {
        using var tenant = await system.TenantAsync();
        var (there, _) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        for (var n = 0; n < 5; n++)
        {
            (await tenant.Client.PostAsync("/v1/facilities", new { code = $"{"CADBE"[n]}", name = "F", type = "store", timeZone = "UTC" })).ShouldBe(201);
            (await tenant.Client.PostAsync("/v1/inventory/transfers", new { fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { new { itemId = item, qty = 1 } } })).ShouldBe(201);
        }

        var up = await WalkAsync(sort);
        var down = await WalkAsync($"-{sort}");

        up.ShouldBe(up.Order(StringComparer.Ordinal));
        down.ShouldBe(Enumerable.Reverse(up));
        (await tenant.Client.GetAsync($"{list}?sort=colour")).ShouldBeError(400, "invalid_parameter").Json.At("details[0].meta.allowed").GetArrayLength().ShouldBe(2);

        async Task<List<string>> WalkAsync(string by)
        {
            var (walked, cursor) = (new List<string>(), "");
            do
            {
                var page = (await tenant.Client.GetAsync($"{list}?limit=2&sort={by}{cursor}")).ShouldBe(200).Json;
                walked.AddRange(page.At("data").EnumerateArray().Select(row => row.TextAt(field)!));
                cursor = page.TextAt("nextCursor") is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
            }
            while (cursor is not null);
            return walked;
        }
    }

    [Fact]
    public async Task Every_list_is_searched_by_the_words_that_its_rows_are_known_by()
    {
        using var tenant = await system.TenantAsync();
        var (there, _) = await tenant.DestinationAsync();
        var (item, other) = (Guid.CreateVersion7(), await tenant.ItemAsync(lots: "tracked"));
        await system.PublishItemsAsync(tenant.Name, [TestTenant.Item(item, 1, name: "Green tea, loose")]);
        await tenant.HaveAsync(item, 5);
        (await tenant.AdjustAsync(new { itemId = other, locationId = tenant.B, lotNo = "LOT-77", qtyDelta = 5, reason = "found under the shelf" })).ShouldBe(201);
        foreach (var id in (Guid[])[item, other])
        {
            (await tenant.Client.PostAsync("/v1/inventory/policies", new { itemId = id, facilityId = tenant.Facility, policyType = "order_up_to", maxQty = 9 })).ShouldBe(201);
            (await tenant.Client.PostAsync("/v1/inventory/reservations", new { itemId = id, facilityId = tenant.Facility, qty = 1, demandType = "sales_order", demandId = $"SO-{id}", autoAllocate = true })).ShouldBe(201);
            (await tenant.Client.PostAsync("/v1/inventory/transfers", new { fromFacilityId = tenant.Facility, toFacilityId = there, trackingNo = $"TR-{id}", lines = new[] { new { itemId = id, qty = 1 } } })).ShouldBe(201);
            (await tenant.Client.PostAsync("/v1/inventory/count-sessions", new { facilityId = tenant.Facility, scope = new { }, notes = $"for {id}" })).ShouldBe(201);
        }

        (string List, string Words)[] searches =
        [
            ("inventory/balances", "TEA green"), ("inventory/availability", "tea"), ("inventory/policies", "tea"), ("inventory/replenishment-suggestions", "loose tea"),
            ("inventory/allocations", "tea"), ("inventory/reservations", $"{item}"), ("inventory/transfers", $"{item}"), ("inventory/count-sessions", $"{item}"),
            ("inventory/transactions", "shelf UNDER"), ("lots", "lot 77"), ("facilities", "ther"), ($"facilities/{tenant.Facility}/locations", "a"), ("inventory/stock-statuses", "Quar"),
        ];
        foreach (var (list, words) in searches)
        {
            (await tenant.Client.GetAsync($"/v1/{list}?q={Uri.EscapeDataString(words)}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(1, $"{list}: {words}");
            (await tenant.Client.GetAsync($"/v1/{list}?q={Uri.EscapeDataString(words + " coffee")}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0, $"{list}: {words}");
        }
    }

    [Fact]
    public async Task A_read_knows_what_it_is_told_to_know_or_says_that_it_does_not()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var seq = (await tenant.HaveAsync(item, 5)).Json.At("data.ledgerSeq").GetInt64();
        foreach (var list in (string[])["balances", "availability", "transactions", "reservations", "allocations"])
        {
            (await tenant.Client.GetAsync($"/v1/inventory/{list}?minLedgerSeq={seq}")).ShouldBe(200);
            (await tenant.Client.GetAsync($"/v1/inventory/{list}?minLedgerSeq=soon")).ShouldBeError(400, "invalid_parameter");
        }

        var late = (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}&minLedgerSeq={seq + 1}")).ShouldBeError(503, "timeout");
        late.Header("Retry-After").ShouldNotBeNull();
        var waiting = tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}&minLedgerSeq={seq + 1}");
        await tenant.HaveAsync(item, 2);
        if ((await waiting).Status != HttpStatusCode.OK) (await waiting).ShouldBeError(503, "timeout"); // On a machine that is slow.
        else (await waiting).Json.At("data[0].onHandQty").GetDecimal().ShouldBe(7);
        (await tenant.Client.GetAsync($"/v1/inventory/policies?minLedgerSeq={seq}")).ShouldBeError(400, "unknown_filter");
    }

    [Fact]
    public async Task Every_resource_keeps_the_callers_own_id_and_texts_and_no_id_twice()
    {
        using var tenant = await system.TenantAsync();
        var (there, _) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 50);
        (string Path, Func<object> Body, bool Changes)[] resources =
        [
            ("/v1/facilities", () => new { code = system.Unique("F"), name = "F", type = "store", timeZone = "UTC" }, true),
            ($"/v1/facilities/{tenant.Facility}/locations", () => new { code = system.Unique("L") }, true),
            ("/v1/inventory/policies", () => new { itemId = item, facilityId = tenant.Facility, policyType = "lot_for_lot", isActive = false }, true),
            ("/v1/inventory/transfers", () => new { fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { new { itemId = item, qty = 1 } } }, true),
            ("/v1/inventory/count-sessions", () => new { facilityId = tenant.Facility, scope = new { } }, false),
            ("/v1/inventory/reservations", () => new { itemId = item, facilityId = tenant.Facility, qty = 1, demandType = "manual", demandId = "M-1" }, false),
        ];
        foreach (var (path, body, changes) in resources)
        {
            var made = (await tenant.Client.PostAsync(path, With(body, new { externalId = "ERP-1", metadata = new { line = "4", note = "é" } }))).ShouldBe(201).Json.At("data");
            (made.TextAt("externalId"), made.TextAt("metadata.line"), made.TextAt("metadata.note")).ShouldBe(("ERP-1", "4", "é"));
            made.TextAt("createdBy").ShouldNotBeNullOrEmpty();
            (await tenant.Client.PostAsync(path, With(body, new { externalId = "ERP-1" }))).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(made.TextAt("id"));
            (await tenant.Client.PostAsync(path, With(body, new { metadata = new { line = 4 } }))).ShouldBeError(400, "validation_failed");
            var listed = (await tenant.Client.GetAsync($"{path}?externalId=ERP-1")).ShouldBe(200).Json;
            (listed.At("count").GetInt32(), listed.TextAt("data[0].id"), listed.TextAt("data[0].metadata.note")).ShouldBe((1, made.TextAt("id"), "é"));
            if (!changes) continue;
            var changed = (await tenant.Client.PatchAsync($"{path}/{made.TextAt("id")}", new { externalId = (string?)null, metadata = new { line = "5" } })).ShouldBe(200).Json.At("data");
            (changed.At("externalId").ValueKind, changed.At("metadata").GetRawText()).ShouldBe((JsonValueKind.Null, """{"line":"5"}"""));
            (await tenant.Client.PostAsync(path, With(body, new { externalId = "ERP-1" }))).ShouldBe(201);
        }

        static JsonElement With(Func<object> body, object more)
        {
            var json = JsonSerializer.SerializeToNode(body())!.AsObject();
            foreach (var (name, value) in JsonSerializer.SerializeToNode(more)!.AsObject()) json[name] = value?.DeepClone();
            return JsonSerializer.SerializeToElement(json);
        }
    }

    static List<string?> Ids(JsonElement page) => [.. page.At("data").EnumerateArray().Select(row => row.TextAt("id"))];
}
