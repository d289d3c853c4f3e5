using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Lots;

[Collection(OneSystem.Name)]
public sealed class LotTests(InventorySystem system)
{
    const string Path = "/v1/lots";

    [Fact]
    public async Task What_is_said_of_a_lot_is_kept_and_announced_and_old_versions_are_refused()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked");
        var lot = await LotAsync(tenant, item, "L1", 5);

        var read = (await tenant.Client.GetAsync($"{Path}/{lot}")).ShouldBe(200);
        var changed = (await tenant.Client.PatchAsync($"{Path}/{lot}", new
        {
            supplierLotNo = "S-77", manufacturedAt = "2026-01-02", attributes = new { colour = "blue" }, metadata = new { erp = "4711" }, externalId = "X-1",
        }, ("If-Match", "\"v1\""))).ShouldBe(200);

        changed.Json.ShouldHaveShape("""
            {"data": {"id": "uuid", "itemId": "uuid", "lotNo": "string", "supplierLotNo": "string?", "manufacturedAt": "date?", "expiryDate": "date?", "receivedAt": "timestamp",
              "status": "string", "originType": "string?", "originId": "string?", "attributes": {}, "externalId": "string?", "metadata": {}, "createdBy": "string",
              "createdAt": "timestamp", "updatedAt": "timestamp", "version": "integer"}}
            """, exactly: false);
        (read.Header("ETag"), changed.Header("ETag")).ShouldBe(("\"v1\"", "\"v2\""));
        read.Json.TextAt("data.createdBy").ShouldNotBeNullOrEmpty();
        (await tenant.Client.GetAsync($"{Path}/{lot}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(changed.Json.At("data").GetRawText());
        (changed.Json.TextAt("data.supplierLotNo"), changed.Json.TextAt("data.attributes.colour"), changed.Json.TextAt("data.metadata.erp"), changed.Json.TextAt("data.manufacturedAt"))
            .ShouldBe(("S-77", "blue", "4711", "2026-01-02"));
        (await tenant.Client.PatchAsync($"{Path}/{lot}", new { status = "on_hold" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await tenant.Client.PatchAsync($"{Path}/{lot}", new { supplierLotNo = (string?)null })).ShouldBe(200).Json.At("data.supplierLotNo").ValueKind.ShouldBe(JsonValueKind.Null);
        (await system.AnnouncedAsync(tenant.Name, "LotChanged")).Select(m => (m.TextAt("what"), m.At("version").GetInt32(), m.TextAt("supplierLotNo")))
            .ShouldBe([("created", 1, null), ("updated", 2, "S-77"), ("updated", 3, null)]);
        (await tenant.Client.GetAsync($"{Path}?externalId=X-1")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("on_hold")]
    [InlineData("recalled")]
    public async Task A_lot_that_is_out_of_use_is_not_promised_allocated_or_shipped_and_what_was_promised_of_it_stays_held(string status)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked");
        var (bad, good) = (await LotAsync(tenant, item, "BAD", 5), await LotAsync(tenant, item, "GOOD", 3));
        var allocated = await ReserveAsync(tenant, item, 2, lot: bad);
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{allocated}/allocate", new { })).ShouldBe(200);

        (await tenant.Client.PatchAsync($"{Path}/{bad}", new { status })).ShouldBe(200).Json.TextAt("data.status").ShouldBe(status);

        (await AvailableAsync(tenant, item)).ShouldBe(3 - 2); // What is held still is.
        (await TryAsync(tenant, item, 1, lot: bad)).ShouldBeError(409, "insufficient_stock");
        (await TryAsync(tenant, item, 2)).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{allocated}/fulfill", new { })).ShouldBeError(409, "lot_expired").Json.TextAt("details[0].meta.status").ShouldBe(status);
        var free = await ReserveAsync(tenant, item, 1);
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{free}/allocate", new { lotId = bad })).ShouldBeError(409, "lot_expired");
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{free}/allocate", new { })).ShouldBe(200).Json.TextAt("data.allocations[0].lotId").ShouldBe($"{good}");
        var (there, _) = await tenant.DestinationAsync();
        var transfer = (await tenant.Client.PostAsync("/v1/inventory/transfers", new { fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { new { itemId = item, qty = 1, lotId = bad } } }))
            .ShouldBe(201).Json.TextAt("data.id");
        (await tenant.Client.PostAsync($"/v1/inventory/transfers/{transfer}/ship", new { })).ShouldBe(409);
        // It can be looked after: moved aside and written off, as far as it is not held.
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, lotId = bad, qtyDelta = -1, reason = "sample" })).ShouldBe(201);
        (await tenant.Client.PostAsync("/v1/inventory/moves", new { itemId = item, locationId = tenant.A, lotId = bad, qty = 1, toStatusId = "quarantine", reason = "aside" })).ShouldBe(201);
        (await tenant.OnHandAsync(item, $"&lotId={bad}")).ShouldBe(4);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Who_waits_is_served_when_a_lot_comes_back()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked");
        var lot = await LotAsync(tenant, item, "L1", 5);
        (await tenant.Client.PatchAsync($"{Path}/{lot}", new { status = "on_hold" })).ShouldBe(200);
        var waiting = await ReserveAsync(tenant, item, 4, allowBackorder: true);
        (await BackorderedAsync()).ShouldBe(4);

        (await tenant.Client.PatchAsync($"{Path}/{lot}?dryRun=true", new { status = "active" })).ShouldBe(200);
        (await BackorderedAsync()).ShouldBe(4);
        (await tenant.Client.PatchAsync($"{Path}/{lot}", new { status = "active" })).ShouldBe(200);

        (await BackorderedAsync()).ShouldBe(0);
        (await AvailableAsync(tenant, item)).ShouldBe(1);
        await tenant.BooksAreSoundAsync();

        async Task<decimal> BackorderedAsync() => (await tenant.Client.GetAsync($"/v1/inventory/reservations/{waiting}")).ShouldBe(200).Json.At("data.backorderedQty").GetDecimal();
    }

    [Fact]
    public async Task Of_many_who_reserve_while_a_lot_is_put_on_hold_none_gets_it_after()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked");
        var lot = await LotAsync(tenant, item, "L1", 1_000);

        var reserving = Enumerable.Range(0, 100).Select(_ => TryAsync(tenant, item, 1)).ToList();
        var held = tenant.Client.PatchAsync($"{Path}/{lot}", new { status = "on_hold" });
        var later = (await held).ShouldBe(200);
        var after = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(tenant, item, 1)));
        var answers = await Task.WhenAll(reserving);

        foreach (var refused in after) refused.ShouldBeError(409, "insufficient_stock");
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created || answer.Status == HttpStatusCode.Conflict);
        (await AvailableAsync(tenant, item)).ShouldBe(-answers.Count(answer => answer.Status == HttpStatusCode.Created));
        later.Json.TextAt("data.status").ShouldBe("on_hold");
    }

    [Fact]
    public async Task The_expiry_date_moves_with_what_can_be_promised_and_a_lot_past_it_has_expired()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked", expiry: "tracked");
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, lotNo = "L1", expiryDate = "2020-01-01", qtyDelta = 5, reason = "old" })).ShouldBe(201);
        var lot = (await tenant.Client.GetAsync($"{Path}?itemId={item}&status=expired")).ShouldBe(200).Json.At("data[0]");
        lot.TextAt("status").ShouldBe("expired");
        var id = lot.TextAt("id");

        (await AvailableAsync(tenant, item)).ShouldBe(0);
        (await tenant.Client.PatchAsync($"{Path}/{id}", new { expiryDate = "2199-01-01" })).ShouldBe(200).Json.TextAt("data.status").ShouldBe("active");
        (await AvailableAsync(tenant, item)).ShouldBe(5);
        (await tenant.Client.GetAsync($"{Path}?itemId={item}&status=expired")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);

        (await TryChangeAsync(new { expiryDate = (string?)null })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("required");
        (await TryChangeAsync(new { expiryDate = "2019-01-01", manufacturedAt = "2019-02-01" })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("expiryDate");
        (await TryChangeAsync(new { status = "expired" })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("invalid_value");
        (await TryChangeAsync(new { manufacturedAt = "2198-01-01" })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("manufacturedAt");
        var plain = await LotAsync(tenant, await tenant.ItemAsync(lots: "tracked"), "P1", 1);
        (await tenant.Client.PatchAsync($"{Path}/{plain}", new { expiryDate = "2199-01-01" })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("expiryDate");
        (await tenant.Client.PatchAsync($"{Path}/{plain}", new { externalId = "X" })).ShouldBe(200);
        (await TryChangeAsync(new { externalId = "X" })).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe($"{plain}");
        using var other = await system.TenantAsync();
        (await other.Client.PatchAsync($"{Path}/{plain}", new { status = "on_hold" })).ShouldBeError(404, "resource_not_found");
        using var reader = await system.TenantAsync("inventory:read");
        (await reader.Client.PatchAsync($"{Path}/{plain}", new { status = "on_hold" })).ShouldBeError(403, "insufficient_scope");
        (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data.version").GetInt32().ShouldBe(2);

        Task<Answer> TryChangeAsync(object body) => tenant.Client.PatchAsync($"{Path}/{id}", body);
    }

    static async Task<Guid> LotAsync(TestTenant tenant, Guid item, string lotNo, decimal qty) =>
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, lotNo, qtyDelta = qty, reason = "test" })).ShouldBe(201).Json.At("data.lines[0].lotId").GetGuid();

    static async Task<decimal> AvailableAsync(TestTenant tenant, Guid item) =>
        (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(row => row.At("availableQty").GetDecimal());

    static Task<Answer> TryAsync(TestTenant tenant, Guid item, decimal qty, Guid? lot = null, bool allowBackorder = false) => tenant.Client.PostAsync(
        "/v1/inventory/reservations", new { itemId = item, facilityId = tenant.Facility, lotId = lot, qty, demandType = "sales_order", demandId = "SO-1", allowBackorder });

    static async Task<string?> ReserveAsync(TestTenant tenant, Guid item, decimal qty, Guid? lot = null, bool allowBackorder = false) =>
        (await TryAsync(tenant, item, qty, lot, allowBackorder)).ShouldBe(201).Json.TextAt("data.id");
}
