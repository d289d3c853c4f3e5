using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Availability;

[Collection(OneSystem.Name)]
public sealed class AvailabilityTests(InventorySystem system)
{
    const string Path = "/v1/inventory/availability";

    [Fact]
    public async Task What_is_ordered_comes_until_it_is_delivered_or_given_up_and_old_news_change_nothing()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);

        var order = await system.OrderAsync(tenant, item, 30, version: 3);
        (await IncomingAsync()).ShouldBe((30, 40));
        await system.OrderAsync(tenant, item, 90, order, version: 2);
        (await IncomingAsync()).ShouldBe((30, 40));
        await system.OrderAsync(tenant, item, 12, order, version: 4);
        (await IncomingAsync()).ShouldBe((12, 22));
        await system.OrderAsync(tenant, item, 5);
        (await IncomingAsync()).ShouldBe((17, 27));
        await system.OrderAsync(tenant, item, 12, order, version: 5, isExpected: false);
        (await IncomingAsync()).ShouldBe((5, 15));
        await system.OrderAsync(tenant, item, 50, order, version: 4);
        (await IncomingAsync()).ShouldBe((5, 15));
        await system.OrderAsync(tenant, item, 7, order, version: 6, line: Guid.NewGuid()); // Revised: another line.
        (await IncomingAsync()).ShouldBe((12, 22));

        async Task<(decimal, decimal)> IncomingAsync()
        {
            var row = await RowAsync(tenant, item, "&groupBy=facility");
            return (Number(row, "incomingQty"), Number(row, "projectedQty"));
        }
    }

    [Fact]
    public async Task A_transfer_goes_out_and_comes_in_as_far_as_it_has_not_moved_and_is_not_held()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var plain = await TransferAsync(new { itemId = item, qty = 4, fromLocationId = tenant.A, toLocationId = dock });
        var held = await TransferAsync(new { itemId = item, qty = 3 });

        (await RowAsync(tenant, item, "&groupBy=item")).ShouldSatisfyAllConditions(row => Numbers(row).ShouldBe((10, 10, 0, 0, 10)));
        await ActAsync(plain, "approve", new { });
        await ActAsync(held, "approve", new { hold = true });
        // On hand, available, incoming, outgoing, projected: what is held is not available and goes no second time.
        Numbers(await RowAsync(tenant, item, $"&groupBy=facility&facilityId={tenant.Facility}")).ShouldBe((10, 7, 0, 4, 3));
        Numbers(await RowAsync(tenant, item, $"&groupBy=facility&facilityId={there}")).ShouldBe((0, 0, 7, 0, 7));
        Numbers(await RowAsync(tenant, item, "&groupBy=item")).ShouldBe((10, 7, 7, 4, 10));
        var byLocation = await RowsAsync(tenant, item, "");
        byLocation.Select(row => row.TextAt("locationId")).ShouldBe([$"{tenant.A}", $"{dock}", null], ignoreOrder: true);
        Numbers(byLocation.Single(row => row.TextAt("locationId") == $"{tenant.A}")).ShouldBe((10, 10, 0, 4, 6));
        Numbers(byLocation.Single(row => row.TextAt("locationId") == $"{dock}")).ShouldBe((0, 0, 4, 0, 4));
        Numbers(byLocation.Single(row => row.TextAt("locationId") is null)).ShouldBe((0, 0, 3, 0, 3));

        await ActAsync(plain, "ship", new { lines = new[] { new { lineNo = 1, qty = 1 } } });
        Numbers(await RowAsync(tenant, item, $"&groupBy=facility&facilityId={tenant.Facility}")).ShouldBe((9, 6, 0, 3, 3));
        await ActAsync(plain, "receive", new { });
        Numbers(await RowAsync(tenant, item, $"&groupBy=facility&facilityId={there}")).ShouldBe((1, 1, 6, 0, 7));
        await ActAsync(plain, "close", new { reason = "enough" });
        await ActAsync(held, "cancel", new { });
        Numbers(await RowAsync(tenant, item, "&groupBy=item")).ShouldBe((10, 10, 0, 0, 10));
        await tenant.BooksAreSoundAsync();

        async Task<string?> TransferAsync(object line) => (await tenant.Client.PostAsync("/v1/inventory/transfers", new { fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { line } }))
            .ShouldBe(201).Json.TextAt("data.id");

        async Task ActAsync(string? id, string action, object body) => (await tenant.Client.PostAsync($"/v1/inventory/transfers/{id}/{action}", body)).ShouldBe(200);
    }

    [Theory]
    [InlineData("location")]
    [InlineData("facility")]
    [InlineData("item")]
    public async Task Every_number_is_the_sum_of_what_explains_it(string groupBy)
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        await tenant.HaveAsync(item, 2, tenant.B);
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, statusId = "in_transit", qtyDelta = 3, reason = "on its way" })).ShouldBe(201);
        await system.OrderAsync(tenant, item, 30);
        await system.OrderAsync(tenant, item, 8, facility: there);
        var transfer = (await tenant.Client.PostAsync("/v1/inventory/transfers", new
        {
            fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { new { itemId = item, qty = 4, toLocationId = dock } },
        })).ShouldBe(201).Json.TextAt("data.id");
        (await tenant.Client.PostAsync($"/v1/inventory/transfers/{transfer}/approve")).ShouldBe(200);
        foreach (var (qty, place, allocates) in ((int, Guid?, bool)[])[(2, null, false), (1, tenant.A, true), (1, tenant.B, false), (50, null, false)])
            (await tenant.Client.PostAsync("/v1/inventory/reservations", new
            {
                itemId = item, facilityId = tenant.Facility, locationId = place, qty, demandType = "sales_order", demandId = "SO-1", allowBackorder = true, autoAllocate = allocates,
            })).ShouldBe(201);

        var rows = await RowsAsync(tenant, item, $"&groupBy={groupBy}&explain=true");

        rows.Count.ShouldBe(groupBy switch { "item" => 1, "facility" => 2, _ => 5 });
        foreach (var row in rows)
        {
            foreach (var (kind, field) in (ReadOnlySpan<(string, string)>)[("on_hand", "onHandQty"), ("allocated", "allocatedQty"), ("reserved", "reservedQty"),
                ("incoming", "incomingQty"), ("outgoing", "outgoingQty"), ("backordered", "backorderedQty")])
                row.At("explain").EnumerateArray().Where(part => part.TextAt("kind") == kind).Sum(part => part.At("qty").GetDecimal()).ShouldBe(Number(row, field), $"{kind} of {row}");
            Number(row, "availableQty").ShouldBe(Number(row, "onHandQty") - Number(row, "allocatedQty") - Number(row, "reservedQty"));
            Number(row, "projectedQty").ShouldBe(Number(row, "availableQty") + Number(row, "incomingQty") - Number(row, "outgoingQty") - Number(row, "backorderedQty"));
        }

        (rows.Sum(row => Number(row, "incomingQty")), rows.Sum(row => Number(row, "outgoingQty"))).ShouldBe((3 + 30 + 8 + 4, 4));
        rows.SelectMany(row => row.At("explain").EnumerateArray()).Where(part => part.TextAt("kind") == "incoming").Select(part => part.TextAt("refType"))
            .ShouldBe(["transaction", "purchase_order", "purchase_order", "transfer"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_rows_are_those_of_the_locations_that_are_named_or_below_them_page_by_page()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var below = (await tenant.Client.PostAsync($"/v1/facilities/{tenant.Facility}/locations", new { code = "A1", parentLocationId = tenant.A })).ShouldBe(201).Json.At("data.id").GetGuid();
        foreach (var place in (Guid[])[tenant.A, below, tenant.B]) await tenant.HaveAsync(item, 1, place);
        await system.OrderAsync(tenant, item, 5);

        (await PlacesAsync("")).ShouldBe([$"{tenant.A}", $"{tenant.B}", $"{below}", null], ignoreOrder: true);
        (await PlacesAsync($"&locationId={tenant.A}")).ShouldBe([$"{tenant.A}"]);
        (await PlacesAsync($"&locationId={tenant.A}&includeChildren=true")).ShouldBe([$"{tenant.A}", $"{below}"], ignoreOrder: true);
        (await PlacesAsync("&locationId=" + Guid.NewGuid())).ShouldBeEmpty();
        var (walked, cursor) = (new List<string?>(), "");
        do
        {
            var page = (await tenant.Client.GetAsync($"{Path}?itemId={item}&limit=1{cursor}")).ShouldBe(200).Json;
            page.At("count").GetInt64().ShouldBe(4);
            walked.AddRange(page.At("data").EnumerateArray().Select(row => row.TextAt("locationId")));
            cursor = page.TextAt("nextCursor") is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }
        while (cursor is not null);
        walked.ShouldBe(await PlacesAsync(""));
        walked[^1].ShouldBeNull(); // What has no location is the last of its facility.

        async Task<List<string?>> PlacesAsync(string filter) => [.. (await RowsAsync(tenant, item, filter)).Select(row => row.TextAt("locationId"))];
    }

    [Fact]
    public async Task What_is_ordered_is_not_suggested_again_and_what_leaves_is()
    {
        using var tenant = await system.TenantAsync();
        var (there, _) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 4);
        (await tenant.Client.PostAsync("/v1/inventory/policies", new { itemId = item, facilityId = tenant.Facility, policyType = "order_up_to", maxQty = 10 })).ShouldBe(201);

        (await SuggestedAsync()).ShouldBe((6, 0, 0));
        var order = await system.OrderAsync(tenant, item, 5);
        (await SuggestedAsync()).ShouldBe((1, 5, 0));
        var transfer = (await tenant.Client.PostAsync("/v1/inventory/transfers", new { fromFacilityId = tenant.Facility, toFacilityId = there, lines = new[] { new { itemId = item, qty = 3 } } }))
            .ShouldBe(201).Json.TextAt("data.id");
        (await tenant.Client.PostAsync($"/v1/inventory/transfers/{transfer}/approve")).ShouldBe(200);
        (await SuggestedAsync()).ShouldBe((4, 5, 3));
        await system.OrderAsync(tenant, item, 0, order, version: 2, isExpected: false);
        (await SuggestedAsync()).ShouldBe((9, 0, 3));

        async Task<(decimal, decimal, decimal)> SuggestedAsync()
        {
            var suggestion = (await tenant.Client.GetAsync($"/v1/inventory/replenishment-suggestions?facilityId={tenant.Facility}")).ShouldBe(200).Json.At("data[0]");
            var projected = Number(await RowAsync(tenant, item, $"&groupBy=facility&facilityId={tenant.Facility}"), "projectedQty");
            Number(suggestion, "projectedQty").ShouldBe(projected);
            return (Number(suggestion, "suggestedQty"), suggestion.At("explain.incoming").GetDecimal(), suggestion.At("explain.demand").GetDecimal());
        }
    }

    static decimal Number(JsonElement json, string field) => json.At(field).GetDecimal();

    static (decimal, decimal, decimal, decimal, decimal) Numbers(JsonElement row) =>
        (Number(row, "onHandQty"), Number(row, "availableQty"), Number(row, "incomingQty"), Number(row, "outgoingQty"), Number(row, "projectedQty"));

    static async Task<List<JsonElement>> RowsAsync(TestTenant tenant, Guid item, string more)
    {
        var page = (await tenant.Client.GetAsync($"{Path}?itemId={item}{more}")).ShouldBe(200).Json;
        page.At("count").GetInt64().ShouldBe(page.At("data").GetArrayLength());
        return [.. page.At("data").EnumerateArray()];
    }

    static async Task<JsonElement> RowAsync(TestTenant tenant, Guid item, string more) => (await RowsAsync(tenant, item, more)).ShouldHaveSingleItem();
}
