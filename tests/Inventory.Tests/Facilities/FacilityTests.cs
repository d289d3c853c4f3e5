using Atlas.Support;

namespace Atlas.Inventory.Tests.Facilities;

[Collection(OneSystem.Name)]
public sealed class FacilityTests(InventorySystem system)
{
    [Fact]
    public async Task A_tenant_that_is_new_has_no_facility_and_can_make_one()
    {
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(system.Unique("new")));
        var empty = (await client.GetAsync("/v1/facilities")).ShouldBe(200).Json;
        var body = new { code = "HH-1", name = "Hamburg", type = "warehouse", timeZone = "Europe/Berlin", address = new { city = "Hamburg", country = "DE" }, externalId = "W1" };

        var made = (await client.PostAsync("/v1/facilities", body)).ShouldBe(201);

        empty.GetRawText().ShouldBe("""{"data":[],"count":0,"limit":50,"offset":0,"nextCursor":null,"countIsExact":true}""");
        made.Json.ShouldHaveShape("""
            {"data": {"id": "uuid", "code": "string", "name": "string", "type": "string", "timeZone": "string", "address": "object", "isActive": "boolean",
              "allowNegative": "boolean", "externalId": "string?", "metadata": {}, "createdBy": "string", "createdAt": "timestamp", "updatedAt": "timestamp", "version": "integer"}}
            """, exactly: true);
        made.Json.TextAt("data.address.city").ShouldBe("Hamburg");
        (await client.GetAsync(made.Header("Location")!)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(made.Json.At("data").GetRawText());
        (await client.GetAsync("/v1/facilities?q=hamb")).Json.At("count").GetInt32().ShouldBe(1);
        (await client.PostAsync("/v1/facilities", body)).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(made.Json.TextAt("data.id"));
        (await client.GetAsync("/v1/inventory/stock-statuses")).ShouldBe(200).Json.At("data").EnumerateArray().Select(s => s.TextAt("code"))
            .ShouldBe(["available", "quarantine", "damaged", "blocked", "expired", "in_transit"]);
    }

    [Fact]
    public async Task Wrong_facilities_are_refused()
    {
        using var tenant = await system.TenantAsync();

        (await tenant.Client.PostAsync("/v1/facilities", new { code = "X", name = "X", type = "castle", timeZone = "Mars/Olympus" })).ShouldBeError(400, "validation_failed")
            .Json.At("details").EnumerateArray().Select(d => d.TextAt("field")).ShouldBe(["type", "timeZone"]);
        (await tenant.Client.GetAsync($"/v1/facilities/{Guid.NewGuid()}")).ShouldBeError(404, "resource_not_found");
        (await tenant.Client.PatchAsync($"/v1/facilities/{Guid.NewGuid()}", new { name = "Y" })).ShouldBeError(404, "resource_not_found");
        (await tenant.Client.GetAsync("/v1/facilities?limit=-1")).ShouldBeError(400, "invalid_parameter");
        (await tenant.Client.GetAsync("/v1/facilities?color=red")).ShouldBeError(400, "unknown_filter");
    }

    [Fact]
    public async Task Locations_are_a_tree_that_is_listed_parents_first_and_can_be_moved()
    {
        using var tenant = await system.TenantAsync();
        var path = $"/v1/facilities/{tenant.Facility}/locations";
        var rack = await MakeAsync("A-01", tenant.A);
        var bin = await MakeAsync("A-01-07", rack);

        (await PathsAsync()).ShouldBe(["A", "A/A-01", "A/A-01/A-01-07", "B"]);
        (await tenant.Client.PatchAsync($"{path}/{tenant.A}", new { parentLocationId = bin })).ShouldBeError(409, "location_cycle");
        (await tenant.Client.PatchAsync($"{path}/{rack}", new { parentLocationId = tenant.B, code = "B-01" })).ShouldBe(200).Json.TextAt("data.path").ShouldBe("B/B-01");
        (await PathsAsync()).ShouldBe(["A", "B", "B/B-01", "B/B-01/A-01-07"]);

        var nested = (await tenant.Client.GetAsync($"{path}?view=nested")).ShouldBe(200).Json;
        nested.At("count").GetInt32().ShouldBe(4);
        nested.At("data").GetArrayLength().ShouldBe(2);
        nested.TextAt("data[1].children[0].children[0].code").ShouldBe("A-01-07");
        var flat = (await tenant.Client.GetAsync($"{path}?limit=2")).ShouldBe(200).Json;
        (flat.At("data[1].childCount").GetInt32(), flat.At("data[1].depth").GetInt32(), flat.At("count").GetInt32()).ShouldBe((1, 0, 4));
        (await tenant.Client.GetAsync($"{path}?limit=2&cursor={flat.TextAt("nextCursor")}")).Json.At("data").EnumerateArray().Select(l => l.TextAt("path"))
            .ShouldBe(["B/B-01", "B/B-01/A-01-07"]);
        (await tenant.Client.PostAsync(path, new { code = "A" })).ShouldBeError(409, "duplicate_code");
        (await tenant.Client.PostAsync(path, new { code = "A/B" })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync(path, new { code = "C", parentLocationId = Guid.NewGuid() })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.GetAsync($"/v1/facilities/{Guid.NewGuid()}/locations")).ShouldBeError(404, "resource_not_found");

        // Stock below a location is found where it is asked for, and not otherwise.
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 3, bin);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.B}")).ShouldBe(0);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.B}&includeChildren=true")).ShouldBe(3);

        async Task<Guid> MakeAsync(string code, Guid parent) =>
            (await tenant.Client.PostAsync(path, new { code, parentLocationId = parent })).ShouldBe(201).Json.At("data.id").GetGuid();

        async Task<List<string?>> PathsAsync() => [.. (await tenant.Client.GetAsync(path)).ShouldBe(200).Json.At("data").EnumerateArray().Select(l => l.TextAt("path"))];
    }

    [Fact]
    public async Task Nothing_arrives_where_a_location_is_not_active_and_what_is_there_can_leave()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 3);
        (await tenant.Client.PatchAsync($"/v1/facilities/{tenant.Facility}/locations/{tenant.A}", new { isActive = false })).ShouldBe(200);

        (await tenant.AdjustAsync(item, 1)).ShouldBeError(409, "location_inactive");
        (await tenant.AdjustAsync(item, -1)).ShouldBe(201);
    }
}
