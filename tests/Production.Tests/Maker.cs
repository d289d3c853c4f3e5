using System.Text.Json;
using Atlas.Support;

namespace Atlas.Production.Tests;

/// <summary>A tenant that makes things, and the words that tests speak about it in.</summary>
public sealed record Maker(ProductionSystem System, string Tenant, ApiClient Client, Guid Facility, Guid Store, Guid Finished) : IDisposable
{
    public const string Boms = "/v1/production/boms";
    public const string Orders = "/v1/production/work-orders";

    /// <summary>A new item, counted in pieces; 12 of them are a box.</summary>
    public async Task<Guid> ItemAsync(string kind = "purchased", string uom = "each", string lots = "none", string serials = "none")
    {
        var item = (await Client.PostAsync("/v1/items", new
        {
            itemNo = System.Unique("ITEM"), name = "Part", itemKind = kind, baseUomId = uom, lotTracking = lots, serialTracking = serials, costingMethod = "fifo", currency = "EUR",
            uomConversions = uom == "each" ? new[] { new { fromUomId = "box", toUomId = "each", numerator = 12, denominator = 1 } } : [],
        })).ShouldBe(201).Json.At("data.id").GetGuid();
        await System.UntilKnownAsync(item);
        return item;
    }

    /// <summary>Puts stock into the store.</summary>
    public async Task HaveAsync(Guid item, decimal qty, decimal unitCost = 1, string? lotNo = null) => (await Client.PostAsync("/v1/inventory/adjustments", new
    {
        itemId = item, locationId = Store, qtyDelta = qty, reason = "test", unitCost, lotNo,
    })).ShouldBe(201);

    /// <summary>A draft of a bill of materials.</summary>
    public async Task<JsonElement> BomAsync(object body) => (await Client.PostAsync(Boms, body)).ShouldBe(201).Json.At("data");

    /// <summary>What an item is made of, active.</summary>
    public async Task<JsonElement> ActiveBomAsync(Guid item, params IReadOnlyList<(Guid Item, decimal Qty)> components) =>
        await ActivateAsync(await BomAsync(new { itemId = item, components = components.Select(part => new { itemId = part.Item, qty = part.Qty }) }));

    public async Task<JsonElement> ActivateAsync(JsonElement bom) => (await Client.PostAsync($"{Boms}/{bom.TextAt("id")}/activate")).ShouldBe(200).Json.At("data");

    /// <summary>A draft of a work order.</summary>
    public async Task<JsonElement> OrderAsync(Guid item, decimal qty, string policy = "strict", decimal overPct = 0) => (await Client.PostAsync(Orders, new
    {
        itemId = item, qty, facilityId = Facility, outputLocationId = Finished, consumptionPolicy = policy, overCompletionPct = overPct,
    })).ShouldBe(201).Json.At("data");

    /// <summary>A work order that is released.</summary>
    public async Task<JsonElement> ReleasedAsync(Guid item, decimal qty, string policy = "strict", decimal overPct = 0) =>
        await DoneAsync(await OrderAsync(item, qty, policy, overPct), "release");

    public Task<Answer> ActAsync(JsonElement order, string action, object? body = null, params IReadOnlyList<(string, string)> headers) =>
        Client.PostAsync($"{Orders}/{order.TextAt("id")}/{action}", body, headers);

    /// <summary>Does it, and returns the order as it is then.</summary>
    public async Task<JsonElement> DoneAsync(JsonElement order, string action, object? body = null) => (await ActAsync(order, action, body)).ShouldBe(200).Json.At("data");

    public async Task<JsonElement> ReadAsync(JsonElement order) => (await Client.GetAsync($"{Orders}/{order.TextAt("id")}")).ShouldBe(200).Json.At("data");

    /// <summary>What is on hand of the item, wherever it is.</summary>
    public async Task<decimal> OnHandAsync(Guid item) =>
        (await Client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(b => b.At("onHandQty").GetDecimal());

    /// <summary>What nobody holds of the item.</summary>
    public async Task<decimal> FreeAsync(Guid item) => (await Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200)
        .Json.At("data").EnumerateArray().Sum(row => row.At("availableQty").GetDecimal());

    /// <summary>All that was posted for a work order, the first first.</summary>
    public async Task<IReadOnlyList<JsonElement>> PostedAsync(JsonElement order) =>
        [.. (await Client.GetAsync($"/v1/inventory/transactions?sourceId={order.TextAt("id")}")).ShouldBe(200).Json.At("data").EnumerateArray().Reverse()];

    /// <summary>Fails when any invariant of the ledger is broken.</summary>
    public async Task BooksAreSoundAsync()
    {
        var check = (await Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data");
        check.At("isSound").GetBoolean().ShouldBeTrue($"{check}");
    }

    /// <summary>What the work order says that it needs of an item.</summary>
    public static JsonElement Need(JsonElement order, Guid item) =>
        order.At("requirements").EnumerateArray().Single(need => need.At("itemId").GetGuid() == item);

    public void Dispose() => Client.Dispose();
}
