using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Policies;

[Collection(OneSystem.Name)]
public sealed class ReplenishmentSuggestionTests(InventorySystem system)
{
    const string Path = "/v1/inventory/replenishment-suggestions";

    [Fact]
    public async Task A_suggestion_says_what_is_needed_and_from_which_numbers()
    {
        using var tenant = await system.TenantAsync();
        var (item, supplier) = (await tenant.ItemAsync(), Guid.NewGuid());
        await tenant.HaveAsync(item, 10);
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, statusId = "in_transit", qtyDelta = 3, reason = "on its way" })).ShouldBe(201);
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, statusId = "quarantine", qtyDelta = 50, reason = "not usable" })).ShouldBe(201);
        var held = (await ReserveAsync(tenant, item, 4)).TextAt("id");
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{held}/allocate", new { qty = 1 })).ShouldBe(200);
        await ReserveAsync(tenant, item, 8); // Two of them wait.
        var policy = await HaveAsync(tenant, item, "min_max", new { minQty = 2, maxQty = 20, leadTimeDays = 5, preferredSupplierId = supplier });

        var all = (await tenant.Client.GetAsync(Path)).ShouldBe(200).Json;

        all.ShouldHaveShape("""
            {"data": [{"policyId": "uuid", "itemId": "uuid", "facilityId": "uuid", "projectedQty": "number", "shortageQty": "number", "suggestedQty": "number",
              "suggestedUomId": "uuid", "source": "string", "supplierId": "uuid?", "sourceFacilityId": "uuid?", "needBy": "date", "orderBy": "date",
              "explain": {"onHand": "number", "available": "number", "incoming": "number", "demand": "number"}}],
             "count": "integer", "limit": "integer", "offset": "integer", "nextCursor": "string?", "countIsExact": "boolean"}
            """, exactly: true);
        var row = all.At("data[0]");
        all.At("count").GetInt64().ShouldBe(1);
        (row.TextAt("policyId"), row.TextAt("itemId"), row.TextAt("facilityId"), row.TextAt("suggestedUomId"), row.TextAt("source"), row.TextAt("supplierId"))
            .ShouldBe((policy, $"{item}", $"{tenant.Facility}", $"{TestTenant.Piece}", "supplier", $"{supplier}"));
        var explain = row.At("explain");
        (Number(explain, "onHand"), Number(explain, "available"), Number(explain, "incoming"), Number(explain, "demand")).ShouldBe((10, 0, 3, 12));
        (Number(row, "projectedQty"), Number(row, "shortageQty"), Number(row, "suggestedQty")).ShouldBe((1, 1, 19));
        var listed = (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=facility")).ShouldBe(200).Json.At("data[0]");
        (Number(explain, "onHand"), Number(explain, "available")).ShouldBe((Number(listed, "onHandQty"), Number(listed, "availableQty")));
    }

    [Theory]
    // What is there, the policy, and what it wants; null is nothing.
    [InlineData("5", "min_max", """{"minQty":5,"maxQty":20}""", null)]
    [InlineData("4", "min_max", """{"minQty":5,"maxQty":20}""", "16")]
    [InlineData("5", "min_max", """{"minQty":5,"maxQty":20,"safetyStockQty":6}""", "15")]
    [InlineData("4", "min_max", """{"minQty":5,"maxQty":20,"multipleOf":12}""", "24")]
    [InlineData("8", "min_max", """{"minQty":9,"maxQty":20,"multipleOf":12}""", "12")]
    [InlineData("4", "min_max", """{"minQty":5,"maxQty":20,"minOrderQty":30}""", "30")]
    [InlineData("4", "min_max", """{"minQty":5,"maxQty":20,"minOrderQty":30,"multipleOf":7}""", "35")]
    [InlineData("10", "reorder_point", """{"minQty":10,"reorderQty":6}""", null)]
    [InlineData("9", "reorder_point", """{"minQty":10,"reorderQty":6}""", "6")]
    [InlineData("1", "reorder_point", """{"minQty":10,"reorderQty":6}""", "9")]
    [InlineData("1", "reorder_point", """{"minQty":10,"reorderQty":6,"multipleOf":6}""", "12")]
    [InlineData("20", "order_up_to", """{"maxQty":20}""", null)]
    [InlineData("19", "order_up_to", """{"maxQty":20}""", "1")]
    [InlineData("19", "order_up_to", """{"maxQty":20,"multipleOf":5}""", "5")]
    [InlineData("0", "order_up_to", """{"maxQty":20}""", "20")]
    [InlineData("0", "lot_for_lot", """{}""", null)]
    [InlineData("0", "lot_for_lot", """{"safetyStockQty":3}""", "3")]
    [InlineData("2", "lot_for_lot", """{"safetyStockQty":3,"minOrderQty":2}""", "2")]
    public async Task Each_type_of_policy_suggests_what_it_stands_for(string there, string type, string terms, string? wanted)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        if (there != "0") await tenant.HaveAsync(item, decimal.Parse(there, CultureInfo.InvariantCulture));
        await HaveAsync(tenant, item, type, JsonDocument.Parse(terms).RootElement);

        (await SuggestionOfAsync(tenant, item))?.At("suggestedQty").GetRawText().ShouldBe(wanted);
    }

    [Fact]
    public async Task Lot_for_lot_gets_what_is_asked_for_and_not_there()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 3);
        await HaveAsync(tenant, item, "lot_for_lot", new { leadTimeDays = 2 });
        (await SuggestionOfAsync(tenant, item)).ShouldBeNull();

        await ReserveAsync(tenant, item, 7);

        var row = (await SuggestionOfAsync(tenant, item)).ShouldNotBeNull();
        (Number(row, "projectedQty"), Number(row, "shortageQty"), Number(row, "suggestedQty")).ShouldBe((-4, 4, 4));
    }

    [Fact]
    public async Task When_it_is_needed_follows_from_the_lead_time_and_from_who_waits()
    {
        using var inBerlin = await system.TenantAsync();
        // Where it is about noon, so that the day does not change while the test runs.
        var now = DateTimeOffset.UtcNow;
        var offset = 12 - now.Hour;
        var zone = offset == 0 ? "Etc/GMT" : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{-offset:+0;-0}");
        var today = DateOnly.FromDateTime(now.AddHours(offset).DateTime);
        var facility = (await inBerlin.Client.PostAsync("/v1/facilities", new { code = "NOON", name = "Noon", type = "store", timeZone = zone }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        var tenant = inBerlin with { Facility = facility };

        var stock = await tenant.ItemAsync();
        await HaveAsync(tenant, stock, "min_max", new { minQty = 1, maxQty = 2, leadTimeDays = 5 });
        (await DaysAsync(stock)).ShouldBe((5, 0)); // As soon as it can be there.

        var late = await tenant.ItemAsync();
        await HaveAsync(tenant, late, "min_max", new { minQty = 1, maxQty = 2, leadTimeDays = 5 });
        await ReserveAsync(tenant, late, 1, 2);
        (await DaysAsync(late)).ShouldBe((2, 0)); // It is late already.

        var far = await tenant.ItemAsync();
        await HaveAsync(tenant, far, "lot_for_lot", new { leadTimeDays = 5 });
        await ReserveAsync(tenant, far, 1, 30);
        (await DaysAsync(far)).ShouldBe((30, 25)); // There is time.

        var urgent = await tenant.ItemAsync();
        await HaveAsync(tenant, urgent, "lot_for_lot", new { leadTimeDays = 5 });
        await ReserveAsync(tenant, urgent, 1, 30);
        await ReserveAsync(tenant, urgent, 1);
        (await DaysAsync(urgent)).ShouldBe((5, 0)); // Somebody waits without saying until when.

        async Task<(int, int)> DaysAsync(Guid item)
        {
            var row = (await SuggestionOfAsync(tenant, item)).ShouldNotBeNull();
            return (Days("needBy"), Days("orderBy"));

            int Days(string field) => DateOnly.ParseExact(row.TextAt(field)!, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - today.DayNumber;
        }
    }

    [Fact]
    public async Task Only_active_policies_of_active_facilities_suggest_and_stock_elsewhere_does_not_count()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var other = (await tenant.Client.PostAsync("/v1/facilities", new { code = "TWO", name = "Two", type = "store", timeZone = "UTC" })).ShouldBe(201).Json.TextAt("data.id")!;
        await tenant.HaveAsync(item, 100);
        var here = await HaveAsync(tenant, item, "order_up_to", new { maxQty = 150 });
        var there = (await tenant.Client.PostAsync("/v1/inventory/policies", new
        {
            itemId = item, facilityId = other, policyType = "order_up_to", maxQty = 10, source = "transfer", sourceFacilityId = tenant.Facility,
        })).ShouldBe(201).Json.TextAt("data.id");

        (await QuantitiesAsync("")).ShouldBe([50, 10], ignoreOrder: true);
        (await QuantitiesAsync($"?facilityId={other}")).ShouldBe([10]);
        (await QuantitiesAsync("?source=supplier")).ShouldBe([50]);
        (await QuantitiesAsync($"?itemId={Guid.NewGuid()}")).ShouldBeEmpty();
        (await tenant.Client.GetAsync($"{Path}?source=transfer")).Json.TextAt("data[0].sourceFacilityId").ShouldBe($"{tenant.Facility}");
        var first = (await tenant.Client.GetAsync($"{Path}?limit=1")).ShouldBe(200).Json;
        var second = (await tenant.Client.GetAsync($"{Path}?limit=1&cursor={Uri.EscapeDataString(first.TextAt("nextCursor")!)}")).ShouldBe(200).Json;
        new[] { first, second }.Select(page => page.TextAt("data[0].policyId")).ShouldBe([here, there], ignoreOrder: true);
        (second.At("count").GetInt64(), second.TextAt("nextCursor")).ShouldBe((2, null));
        (await tenant.Client.GetAsync($"{Path}?offset=9")).ShouldBe(200).Json.At("count").GetInt64().ShouldBe(2);
        (await tenant.Client.GetAsync($"{Path}?policyType=min_max")).ShouldBeError(400, "unknown_filter");

        (await tenant.Client.PatchAsync($"/v1/facilities/{other}", new { isActive = false })).ShouldBe(200);
        (await QuantitiesAsync("")).ShouldBe([50]);
        (await tenant.Client.PatchAsync($"/v1/inventory/policies/{here}", new { isActive = false })).ShouldBe(200);
        (await QuantitiesAsync("")).ShouldBeEmpty();

        async Task<IEnumerable<decimal>> QuantitiesAsync(string query) =>
            (await tenant.Client.GetAsync(Path + query)).ShouldBe(200).Json.At("data").EnumerateArray().Select(row => Number(row, "suggestedQty")).ToList();
    }

    /// <summary>
    /// For random policies and stock, against whole numbers of millionths: the quantity is a multiple, no smaller than the smallest order,
    /// no smaller multiple would do, and once it has come nothing is needed.
    /// </summary>
    [Fact]
    public async Task Quantities_are_exact_and_enough()
    {
        using var tenant = await system.TenantAsync();
        var random = new Random(4711);
        for (var round = 0; round < 40; round++)
        {
            var item = await tenant.ItemAsync(decimals: 6);
            var (have, type) = (Random(1_000), new[] { "min_max", "reorder_point", "order_up_to", "lot_for_lot" }[random.Next(4)]);
            var (min, more, safety, reorder) = (Random(1_000), Random(1_000), Random(500), Random(300));
            decimal? multiple = random.Next(3) > 0 ? Random(random.Next(2) == 0 ? 1 : 100) : null, smallest = random.Next(2) == 0 ? Random(600) : null;
            var max = Math.Max(min + more, safety);
            await tenant.HaveAsync(item, have);
            await HaveAsync(tenant, item, type, new { minQty = min, maxQty = max, safetyStockQty = safety, reorderQty = reorder, multipleOf = multiple, minOrderQty = smallest });
            var floor = type switch { "order_up_to" => max, "lot_for_lot" => safety, _ => Math.Max(min, safety) };
            var because = $"{type} have={have} min={min} max={max} safety={safety} reorder={reorder} multiple={multiple} smallest={smallest}";

            var row = await SuggestionOfAsync(tenant, item);

            (row is not null).ShouldBe(have < floor, because);
            if (row is not { } found) continue;
            Number(found, "shortageQty").ShouldBe(floor - have, because);
            var wanted = Math.Max(smallest ?? 0, type switch { "min_max" => max - have, "reorder_point" => Math.Max(reorder, floor - have), _ => floor - have });
            var step = Millionths(multiple ?? 0.000001m);
            var suggested = Millionths(Number(found, "suggestedQty"));
            (suggested % step).ShouldBe(BigInteger.Zero, because);
            (suggested >= Millionths(wanted) && suggested - step < Millionths(wanted)).ShouldBeTrue($"{suggested}: {because}");
            await tenant.HaveAsync(item, Number(found, "suggestedQty"));
            (await SuggestionOfAsync(tenant, item)).ShouldBeNull(because);
        }

        decimal Random(int max) => random.Next(1, max * 1_000_000 + 1) / 1_000_000m;

        static BigInteger Millionths(decimal qty) => new(qty * 1_000_000m);
    }

    static decimal Number(JsonElement json, string field) => json.At(field).GetDecimal();

    static async Task<JsonElement?> SuggestionOfAsync(TestTenant tenant, Guid item)
    {
        var page = (await tenant.Client.GetAsync($"{Path}?itemId={item}")).ShouldBe(200).Json;
        page.At("count").GetInt64().ShouldBe(page.At("data").GetArrayLength());
        return page.At("data").EnumerateArray().Select(row => (JsonElement?)row).SingleOrDefault();
    }

    /// <summary>Makes a policy for the item in the tenant's facility; returns its id.</summary>
    static async Task<string?> HaveAsync(TestTenant tenant, Guid item, string policyType, object terms)
    {
        var body = JsonSerializer.SerializeToNode(terms)!.AsObject();
        (body["itemId"], body["facilityId"], body["policyType"]) = (item, tenant.Facility, policyType);
        return (await tenant.Client.PostAsync("/v1/inventory/policies", body)).ShouldBe(201).Json.TextAt("data.id");
    }

    static async Task<JsonElement> ReserveAsync(TestTenant tenant, Guid item, decimal qty, int? dueInDays = null) => (await tenant.Client.PostAsync(
        "/v1/inventory/reservations", new
        {
            itemId = item, facilityId = tenant.Facility, qty, demandType = "sales_order", demandId = "SO-1", allowBackorder = true,
            needBy = dueInDays is { } days ? DateTimeOffset.UtcNow.AddDays(days) : (DateTimeOffset?)null,
        })).ShouldBe(201).Json.At("data");
}
