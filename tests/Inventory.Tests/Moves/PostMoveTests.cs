using Atlas.Support;

namespace Atlas.Inventory.Tests.Moves;

[Collection(OneSystem.Name)]
public sealed class PostMoveTests(InventorySystem system)
{
    const string Path = "/v1/inventory/moves";

    [Fact]
    public async Task A_move_changes_place_or_status_and_no_total()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);

        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toLocationId = tenant.B, qty = 4 })).ShouldBe(201).Json.TextAt("data.type").ShouldBe("move");
        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.B, toStatusId = "damaged", qty = 3 })).ShouldBe(201).Json.TextAt("data.type").ShouldBe("status_change");
        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toLocationId = tenant.B, qty = 7 })).ShouldBeError(409, "insufficient_stock");

        (await tenant.OnHandAsync(item)).ShouldBe(10);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.B}")).ShouldBe(4);
        (await tenant.OnHandAsync(item, "&statusId=damaged")).ShouldBe(3);
        (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=facility")).Json.At("data[0].availableQty").GetDecimal().ShouldBe(7);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_held_cannot_be_moved_out_of_reach()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        (await tenant.Client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = tenant.Facility, qty = 8, demandType = "manual", demandId = "x" })).ShouldBe(201);

        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toStatusId = "blocked", qty = 3 })).ShouldBeError(409, "insufficient_stock");
        // Another place in the facility is as good for a claim on the facility.
        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toLocationId = tenant.B, qty = 10 })).ShouldBe(201);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_move_to_nowhere_else_is_refused()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 1);

        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, qty = 1 })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toLocationId = Guid.NewGuid(), qty = 1 })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync(Path, new { itemId = item, locationId = tenant.A, toLocationId = tenant.B, qty = 0 })).ShouldBeError(400, "validation_failed");
        (await tenant.PostedAsync()).ShouldBe(1);
    }
}
