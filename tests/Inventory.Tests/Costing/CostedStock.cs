using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Costing;

/// <summary>The words in which tests speak about what stock is worth.</summary>
static class CostedStock
{
    /// <summary>A new item with a costing method and a currency.</summary>
    public static async Task<Guid> CostedItemAsync(
        this TestTenant tenant, string? method, string negative = "deny", string? currency = "EUR", decimal? standardCost = null, int decimals = 0)
    {
        var id = Guid.CreateVersion7();
        await tenant.PublishCostedItemAsync(id, 1, method, negative, currency, standardCost, decimals);
        return id;
    }

    public static Task PublishCostedItemAsync(
        this TestTenant tenant, Guid id, long version, string? method, string negative = "deny", string? currency = "EUR", decimal? standardCost = null,
        int decimals = 0)
    {
        var item = TestTenant.Item(id, version, negative: negative, decimals: decimals);
        (item["costingMethod"], item["currency"], item["standardCost"]) = (method, currency, standardCost);
        return tenant.System.PublishItemsAsync(tenant.Name, [item]);
    }

    /// <summary>Adjusts stock, and says what the ledger says it was worth.</summary>
    public static async Task<decimal> WorthOfAsync(
        this TestTenant tenant, Guid item, decimal qty, decimal? unitCost = null, Guid? location = null, string? effectiveAt = null) =>
        ValueOf((await tenant.AdjustAsync(item, qty, unitCost, location, effectiveAt)).ShouldBe(201).Json.At("data"));

    public static Task<Answer> AdjustAsync(this TestTenant tenant, Guid item, decimal qty, decimal? unitCost, Guid? location = null, string? effectiveAt = null) =>
        tenant.AdjustAsync(new { itemId = item, locationId = location ?? tenant.A, qtyDelta = qty, reason = "test", unitCost, effectiveAt });

    /// <summary>What a transaction has added to the worth of what is in facilities.</summary>
    public static decimal ValueOf(JsonElement transaction) =>
        transaction.At("lines").EnumerateArray().Where(l => l.TextAt("locationType") == "internal").Sum(l => l.At("value").GetDecimal());

    /// <summary>Quantity and value of all balances.</summary>
    public static async Task<(decimal Qty, decimal Value)> StockAsync(this TestTenant tenant, Guid item, string more = "")
    {
        var rows = (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}{more}")).ShouldBe(200).Json.At("data").EnumerateArray().ToList();
        return (rows.Sum(r => r.At("onHandQty").GetDecimal()), rows.Sum(r => r.At("value").GetDecimal()));
    }

    /// <summary>The unit cost that all balances show.</summary>
    public static async Task<decimal> UnitCostAsync(this TestTenant tenant, Guid item) =>
        (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray()
            .Select(r => r.At("unitCost").GetDecimal()).Distinct().ShouldHaveSingleItem();

    /// <summary>The cost adjustments so far, the oldest first, with their lines.</summary>
    public static async Task<IReadOnlyList<JsonElement>> CostAdjustmentsAsync(this TestTenant tenant)
    {
        var found = (await tenant.Client.GetAsync("/v1/inventory/transactions?type=cost_adjustment")).ShouldBe(200).Json.At("data").EnumerateArray().Reverse();
        var adjustments = new List<JsonElement>();
        foreach (var one in found) adjustments.Add((await tenant.Client.GetAsync($"/v1/inventory/transactions/{one.TextAt("id")}")).ShouldBe(200).Json.At("data"));
        return adjustments;
    }
}
