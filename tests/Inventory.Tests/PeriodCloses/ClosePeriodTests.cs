using Atlas.Support;

namespace Atlas.Inventory.Tests.PeriodCloses;

[Collection(OneSystem.Name)]
public sealed class ClosePeriodTests(InventorySystem system)
{
    const string Path = "/v1/inventory/period-close";

    [Fact]
    public async Task What_is_closed_takes_nothing_in_any_more_and_stays_closed()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        (await tenant.AdjustAsync(item, 5, effectiveAt: "2026-01-10T00:00:00Z")).ShouldBe(201);
        (await tenant.Client.GetAsync(Path)).ShouldBe(200).Json.At("data.closedThrough").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        (await tenant.Client.PostAsync(Path, new { closedThrough = "2026-01-31T23:59:59.999Z" })).ShouldBe(200);

        (await tenant.AdjustAsync(item, 5, effectiveAt: "2026-01-31T23:59:59Z")).ShouldBeError(409, "period_closed");
        (await tenant.AdjustAsync(item, 5, effectiveAt: "2026-02-01T00:00:00Z")).ShouldBe(201);
        (await tenant.Client.PostAsync(Path, new { closedThrough = "2026-01-01T00:00:00Z" })).ShouldBeError(409, "period_closed");
        (await tenant.Client.PostAsync(Path, new { closedThrough = "2199-01-01T00:00:00Z" })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync(Path, new { })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.GetAsync(Path)).Json.TextAt("data.closedThrough").ShouldBe("2026-01-31T23:59:59.999Z");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        await tenant.BooksAreSoundAsync();
    }
}
