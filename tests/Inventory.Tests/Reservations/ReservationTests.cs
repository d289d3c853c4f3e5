using Atlas.Support;

namespace Atlas.Inventory.Tests.Reservations;

[Collection(OneSystem.Name)]
public sealed class ReservationTests(InventorySystem system)
{
    const string Path = "/v1/inventory/reservations";

    [Fact]
    public async Task A_reservation_holds_stock_and_its_answer_has_every_field()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);

        var answer = await ReserveAsync(tenant, item, 4);

        answer.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "uuid", "reservationNo": "string", "itemId": "uuid", "facilityId": "uuid", "locationId": "uuid?", "lotId": "uuid?", "qty": "number",
                "requestedQty": "number", "demandType": "string", "demandId": "string", "demandLineId": "string?", "needBy": "timestamp?",
                "expiresAt": "timestamp?", "priority": "integer", "allowBackorder": "boolean", "status": "string", "openQty": "number",
                "allocatedQty": "number", "fulfilledQty": "number", "releasedQty": "number", "cancelledQty": "number", "expiredQty": "number",
                "backorderedQty": "number", "reason": "string?", "notes": "string?", "externalId": "string?", "metadata": {}, "allocations": [], "allowedActions": ["string"],
                "createdBy": "string", "createdAt": "timestamp", "updatedAt": "timestamp", "version": "integer"
              }
            }
            """, exactly: true);
        answer.Json.TextAt("data.status").ShouldBe("open");
        answer.Header("ETag").ShouldBe("\"v1\"");
        (await tenant.Client.GetAsync(answer.Header("Location")!)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(answer.Json.At("data").GetRawText());
        (await FreeAsync(tenant, item)).ShouldBe(6);
        // What is held cannot be taken, neither by a reservation nor by an adjustment.
        (await TryAsync(tenant, item, 7)).ShouldBeError(409, "insufficient_stock").Json.At("details[0].meta.available").GetDecimal().ShouldBe(6);
        (await tenant.AdjustAsync(item, -7)).ShouldBeError(409, "insufficient_stock");
        (await tenant.AdjustAsync(item, -6)).ShouldBe(201);
        (await FreeAsync(tenant, item)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_thousand_at_once_for_one_unit_one_gets_it()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => TryAsync(tenant, item, 1)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "insufficient_stock");
        (await FreeAsync(tenant, item)).ShouldBe(0);
        (await tenant.Client.GetAsync($"{Path}?itemId={item}")).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Reservations_and_adjustments_at_once_never_take_the_same_unit()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 30);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => n % 2 == 0 ? TryAsync(tenant, item, 1) : tenant.AdjustAsync(item, -1)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(30);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(170);
        (await FreeAsync(tenant, item)).ShouldBe(0);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Stock_that_is_short_can_be_taken_in_part_or_waited_for()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);

        var waits = (await tenant.Client.PostAsync(Path, Body(tenant, item, 8, allowBackorder: true))).ShouldBe(201).Json.At("data");
        (waits.At("qty").GetDecimal(), waits.At("backorderedQty").GetDecimal()).ShouldBe((8, 3));
        (await tenant.Client.PostAsync(Path, Body(tenant, item, 8, allowPartial: true))).ShouldBeError(409, "insufficient_stock");

        // Who waits is served first: three of these are spoken for.
        await tenant.HaveAsync(item, 5);
        var served = (await tenant.Client.GetAsync($"{Path}/{waits.TextAt("id")}")).Json.At("data");
        var partly = (await tenant.Client.PostAsync(Path, Body(tenant, item, 8, allowPartial: true))).ShouldBe(201).Json.At("data");

        (served.At("backorderedQty").GetDecimal(), served.At("openQty").GetDecimal()).ShouldBe((0, 8));
        (partly.At("qty").GetDecimal(), partly.At("requestedQty").GetDecimal()).ShouldBe((2, 8));
        (await system.AnnouncedAsync(tenant.Name, "ReservationChanged")).Select(message => message.TextAt("what")).ShouldBe(["created", "filled", "created"]);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_one_gives_back_another_gets_who_waits_for_it()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var holder = (await ReserveAsync(tenant, item, 5)).Json.TextAt("data.id");
        var (later, urgent) = (await WaitAsync(3, priority: 1), await WaitAsync(3, priority: 900));

        (await ActAsync(tenant, holder, "release")).ShouldBe(200);

        (await BackorderedAsync(urgent), await BackorderedAsync(later)).ShouldBe((0, 1));
        (await FreeAsync(tenant, item)).ShouldBe(0);
        await tenant.BooksAreSoundAsync();

        async Task<string?> WaitAsync(decimal qty, int priority) => (await tenant.Client.PostAsync(Path, new
        {
            itemId = item, facilityId = tenant.Facility, qty, demandType = "sales_order", demandId = "SO-2", allowBackorder = true, priority,
        })).ShouldBe(201).Json.TextAt("data.id");

        async Task<decimal> BackorderedAsync(string? id) => (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data.backorderedQty").GetDecimal();
    }

    [Fact]
    public async Task Lots_that_expire_first_go_first_and_what_expires_too_soon_does_not_go()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked", expiry: "tracked", minShelfLifeDays: 10);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var late = await LotAsync(tenant, item, "LATE", 5, today.AddDays(300));
        var soon = await LotAsync(tenant, item, "SOON", 5, today.AddDays(30));
        var tooSoon = await LotAsync(tenant, item, "TOO-SOON", 5, today.AddDays(5));
        var past = await LotAsync(tenant, item, "PAST", 5, today.AddDays(-5));

        (await FreeAsync(tenant, item)).ShouldBe(15); // What has expired cannot be promised.
        var reservation = (await ReserveAsync(tenant, item, 8)).Json.TextAt("data.id");
        (await ActAsync(tenant, reservation, "allocate", new { lotId = past })).ShouldBeError(409, "lot_expired");
        (await ActAsync(tenant, reservation, "allocate", new { lotId = tooSoon })).ShouldBeError(409, "lot_expired");
        var allocated = (await ActAsync(tenant, reservation, "allocate")).ShouldBe(200).Json.At("data");

        allocated.At("allocations").EnumerateArray().Select(a => (a.TextAt("lotId"), a.At("qty").GetDecimal(), a.TextAt("strategy")))
            .ShouldBe([(soon, 5m, "fefo"), (late, 3m, "fefo")]);
        allocated.TextAt("status").ShouldBe("allocated");
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task From_open_to_fulfilled_every_quantity_is_accounted_for()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 6);
        await tenant.HaveAsync(item, 4, tenant.B);
        var id = (await ReserveAsync(tenant, item, 9)).Json.TextAt("data.id");

        var partly = (await ActAsync(tenant, id, "allocate", new { qty = 3, locationId = tenant.B })).ShouldBe(200).Json.At("data");
        (await ActAsync(tenant, id, "allocate", new { qty = 7 })).ShouldBeError(409, "over_allocation");
        var whole = (await ActAsync(tenant, id, "allocate")).ShouldBe(200).Json.At("data");
        var less = (await ActAsync(tenant, id, "deallocate", new { qty = 2 })).ShouldBe(200).Json.At("data");
        var shipped = (await ActAsync(tenant, id, "fulfill", new { qty = 5 })).ShouldBe(200).Json.At("data");
        (await ActAsync(tenant, id, "cancel")).ShouldBeError(409, "invalid_transition").Json.At("details[0].meta.allowed").ToString().ShouldContain("release");
        var released = (await ActAsync(tenant, id, "release", new { qty = 1, reason = "customer takes less" })).ShouldBe(200).Json.At("data");
        var done = (await ActAsync(tenant, id, "fulfill")).ShouldBe(200).Json.At("data");
        var again = (await ActAsync(tenant, id, "fulfill")).ShouldBe(200).Json.At("data");

        (partly.TextAt("status"), partly.TextAt("allocations[0].strategy")).ShouldBe(("partially_allocated", "manual"));
        whole.TextAt("status").ShouldBe("allocated");
        Quantities(less).ShouldBe((2, 7, 0, 0));
        Quantities(shipped).ShouldBe((2, 2, 5, 0));
        shipped.TextAt("status").ShouldBe("partially_fulfilled");
        Quantities(released).ShouldBe((1, 2, 5, 1));
        Quantities(done).ShouldBe((0, 0, 8, 1));
        done.TextAt("status").ShouldBe("fulfilled");
        again.At("version").GetInt64().ShouldBe(done.At("version").GetInt64());
        (await tenant.OnHandAsync(item)).ShouldBe(2);
        (await FreeAsync(tenant, item)).ShouldBe(2);
        (await tenant.Client.GetAsync("/v1/inventory/transactions?type=issue")).Json.At("count").GetInt32().ShouldBe(2);
        (await tenant.Client.GetAsync($"/v1/inventory/allocations?reservationId={id}&status=active")).Json.At("count").GetInt32().ShouldBe(0);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_shipment_that_took_the_stock_is_not_issued_again()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var id = (await ReserveAsync(tenant, item, 5)).Json.TextAt("data.id");
        var posted = await tenant.PostedAsync();

        (await ActAsync(tenant, id, "fulfill", new { shipmentId = "SHP-1" })).ShouldBe(200).Json.TextAt("data.status").ShouldBe("fulfilled");

        (await tenant.PostedAsync()).ShouldBe(posted);
        (await tenant.OnHandAsync(item)).ShouldBe(5);
    }

    [Fact]
    public async Task Released_and_cancelled_are_different_ends_and_both_give_the_stock_back()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var (first, second) = ((await ReserveAsync(tenant, item, 5)).Json.TextAt("data.id"), (await ReserveAsync(tenant, item, 5, autoAllocate: true)).Json.TextAt("data.id"));

        (await ActAsync(tenant, first, "release")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("released");
        (await ActAsync(tenant, first, "release")).ShouldBe(200);
        (await ActAsync(tenant, first, "cancel")).ShouldBeError(409, "invalid_transition");
        (await ActAsync(tenant, first, "allocate")).ShouldBeError(409, "invalid_transition");
        (await ActAsync(tenant, second, "cancel", new { reason = "order is void" })).ShouldBe(200).Json.TextAt("data.status").ShouldBe("cancelled");

        (await FreeAsync(tenant, item)).ShouldBe(10);
        (await tenant.Client.GetAsync(Path)).Json.At("count").GetInt32().ShouldBe(0);
        (await tenant.Client.GetAsync($"{Path}?status=all")).Json.At("count").GetInt32().ShouldBe(2);
        (await tenant.Client.GetAsync($"{Path}?status=cancelled")).Json.TextAt("data[0].id").ShouldBe(second);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_has_expired_holds_nothing_from_that_moment_on()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var id = (await tenant.Client.PostAsync(Path, Body(tenant, item, 5, expiresAt: expiresAt.ToString("O")))).ShouldBe(201).Json.TextAt("data.id");

        await Eventually.BecomesTrue("the stock can be promised again", async () => await FreeAsync(tenant, item) == 5);
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(expiresAt);
        await ReserveAsync(tenant, item, 5);
        (await ActAsync(tenant, id, "allocate")).ShouldBeError(409, "invalid_transition");
        await Eventually.BecomesTrue("it is noted", async () =>
            await system.CountAsync("select count(*) from reservations where id = $1::uuid and status = 'expired' and expired_qty = 5", id!) == 1);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Only_what_is_open_can_be_changed_and_more_needs_more_stock()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var id = (await ReserveAsync(tenant, item, 3)).Json.TextAt("data.id");

        (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 6 })).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 0 })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 5 }, ("If-Match", "\"v9\""))).ShouldBeError(412, "version_mismatch");
        var changed = (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 5, notes = "rush", priority = 1 }, ("If-Match", "\"v1\""))).ShouldBe(200).Json.At("data");
        (await ActAsync(tenant, id, "allocate", new { qty = 4 })).ShouldBe(200);
        (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 3 })).ShouldBeError(409, "not_editable");
        (await ActAsync(tenant, id, "allocate")).ShouldBe(200);
        (await tenant.Client.PatchAsync($"{Path}/{id}", new { qty = 4 })).ShouldBeError(409, "not_editable");

        (changed.At("openQty").GetDecimal(), changed.TextAt("notes"), changed.At("version").GetInt64()).ShouldBe((5, "rush", 2));
        (await FreeAsync(tenant, item)).ShouldBe(0);
    }

    [Fact]
    public async Task A_claim_on_a_location_is_a_claim_on_the_facility_too()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        await tenant.HaveAsync(item, 5, tenant.B);

        (await tenant.Client.PostAsync(Path, Body(tenant, item, 6, location: tenant.A))).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.PostAsync(Path, Body(tenant, item, 4, location: tenant.A))).ShouldBe(201);
        (await TryAsync(tenant, item, 7)).ShouldBeError(409, "insufficient_stock");
        (await TryAsync(tenant, item, 6)).ShouldBe(201);
        // The facility is fully claimed, so nothing can leave from anywhere.
        (await tenant.AdjustAsync(item, -1, tenant.B)).ShouldBeError(409, "insufficient_stock");

        var rows = (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&explain=true")).ShouldBe(200).Json;
        var a = rows.At("data").EnumerateArray().Single(row => row.At("locationId").GetGuid() == tenant.A);
        (a.At("onHandQty").GetDecimal(), a.At("reservedQty").GetDecimal(), a.At("availableQty").GetDecimal(), a.At("unassignedReservedQty").GetDecimal()).ShouldBe((5, 4, 1, 6));
        foreach (var (kind, field) in (ReadOnlySpan<(string, string)>)[("on_hand", "onHandQty"), ("reserved", "reservedQty"), ("unassigned_reserved", "unassignedReservedQty")])
            a.At("explain").EnumerateArray().Where(part => part.TextAt("kind") == kind).Sum(part => part.At("qty").GetDecimal()).ShouldBe(a.At(field).GetDecimal(), kind);
        (await FreeAsync(tenant, item)).ShouldBe(0);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Bad_requests_get_their_errors_and_hold_nothing()
    {
        using var tenant = await system.TenantAsync();
        using var reader = await system.TenantAsync("inventory:read");
        using var other = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var id = (await ReserveAsync(tenant, item, 1)).Json.TextAt("data.id");

        (await tenant.Client.PostAsync(Path, new { })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field"))
            .ShouldBe(["facilityId", "itemId", "qty", "demandType", "demandId"], ignoreOrder: true);
        (await tenant.Client.PostAsync(Path, "[]")).ShouldBeError(400, "invalid_json");
        (await tenant.Client.PostAsync(Path, Body(tenant, Guid.NewGuid(), 1))).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("invalid_reference");
        (await tenant.Client.PostAsync(Path, Body(tenant, item, -1))).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync(Path, Body(tenant, item, 1, expiresAt: "2020-01-01T00:00:00Z"))).ShouldBeError(400, "validation_failed");
        (await tenant.Client.GetAsync($"{Path}/{Guid.NewGuid()}")).ShouldBeError(404, "resource_not_found");
        (await ActAsync(tenant, $"{Guid.NewGuid()}", "cancel")).ShouldBeError(404, "resource_not_found");
        (await ActAsync(other, id, "cancel")).ShouldBeError(404, "resource_not_found");
        (await reader.Client.PostAsync(Path, Body(tenant, item, 1))).ShouldBeError(403, "insufficient_scope");
        (await ActAsync(reader, id, "release")).ShouldBeError(403, "insufficient_scope");
        (await tenant.Client.GetAsync($"{Path}?state=open")).ShouldBeError(400, "unknown_filter");
        (await tenant.Client.GetAsync($"{Path}?status=happy")).ShouldBeError(400, "invalid_value");

        (await FreeAsync(tenant, item)).ShouldBe(4);
        await tenant.BooksAreSoundAsync();
    }

    static object Body(
        TestTenant tenant, Guid item, decimal qty, Guid? location = null, bool allowPartial = false, bool allowBackorder = false, string? expiresAt = null,
        bool autoAllocate = false) => new
    {
        itemId = item, facilityId = tenant.Facility, locationId = location, qty, demandType = "sales_order", demandId = "SO-1", allowPartial, allowBackorder,
        expiresAt, autoAllocate,
    };

    static Task<Answer> TryAsync(TestTenant tenant, Guid item, decimal qty) => tenant.Client.PostAsync(Path, Body(tenant, item, qty));

    static async Task<Answer> ReserveAsync(TestTenant tenant, Guid item, decimal qty, bool autoAllocate = false) =>
        (await tenant.Client.PostAsync(Path, Body(tenant, item, qty, autoAllocate: autoAllocate))).ShouldBe(201);

    static Task<Answer> ActAsync(TestTenant tenant, string? id, string action, object? body = null) => tenant.Client.PostAsync($"{Path}/{id}/{action}", body);

    static async Task<string?> LotAsync(TestTenant tenant, Guid item, string lotNo, decimal qty, DateOnly expiryDate) =>
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = qty, reason = "test", lotNo, expiryDate = expiryDate.ToString("yyyy-MM-dd") }))
            .ShouldBe(201).Json.TextAt("data.lines[0].lotId");

    static async Task<decimal> FreeAsync(TestTenant tenant, Guid item) =>
        (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(row => row.At("availableQty").GetDecimal());

    static (decimal, decimal, decimal, decimal) Quantities(System.Text.Json.JsonElement r) =>
        (r.At("openQty").GetDecimal(), r.At("allocatedQty").GetDecimal(), r.At("fulfilledQty").GetDecimal(), r.At("releasedQty").GetDecimal());
}
