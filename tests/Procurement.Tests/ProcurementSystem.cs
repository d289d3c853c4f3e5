using System.Text.Json;
using Atlas.Support;

namespace Atlas.Procurement.Tests;

/// <summary>One running Procurement for all tests here. Each test buys as a tenant of its own, so that none sees another's orders.</summary>
public sealed class ProcurementSystem() : DocumentSystem("procurement"), IAsyncLifetime
{
    /// <summary>A new tenant with a facility that has two places, and a supplier.</summary>
    public async Task<Buyer> BuyerAsync()
    {
        var (tenant, client, facility, dock, a) = await TenantAsync("buyer", "warehouse", "DOCK", "A-01");
        var supplier = (await client.PostAsync("/v1/procurement/suppliers", new { code = "ACME", name = "Acme Paper", currency = "EUR" }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        return new Buyer(this, tenant, client, facility, supplier, dock, a);
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<ProcurementSystem>
{
    public const string Name = "one running system";
}

/// <summary>A tenant that buys, and the words that tests speak about it in.</summary>
public sealed record Buyer(ProcurementSystem System, string Tenant, ApiClient Client, Guid Facility, Guid Supplier, Guid Dock, Guid A) : IDisposable
{
    public const string Orders = "/v1/procurement/purchase-orders";
    public const string Requisitions = "/v1/procurement/requisitions";
    public const string Suppliers = "/v1/procurement/suppliers";
    public const string Settings = "/v1/procurement/settings";

    /// <summary>A new item, counted in pieces; 12 of them are a box.</summary>
    public async Task<Guid> ItemAsync(string lots = "none", string serials = "none", string expiry = "none", decimal? tolerance = null)
    {
        var item = (await Client.PostAsync("/v1/items", new
        {
            itemNo = System.Unique("ITEM"), name = "Notebook", baseUomId = "each", lotTracking = lots, serialTracking = serials, expiryTracking = expiry,
            overReceiptTolerancePct = tolerance,
            uomConversions = new[] { new { fromUomId = "box", toUomId = "each", numerator = 12, denominator = 1 } },
        })).ShouldBe(201).Json.At("data.id").GetGuid();
        await System.UntilKnownAsync(item);
        return item;
    }

    /// <summary>A draft of an order with these lines.</summary>
    public async Task<JsonElement> OrderAsync(params IReadOnlyList<object> lines) =>
        (await Client.PostAsync(Orders, new { supplierId = Supplier, facilityId = Facility, lines })).ShouldBe(201).Json.At("data");

    /// <summary>An order of 10 pieces at 2.50, taken through these actions.</summary>
    public async Task<JsonElement> OrderAsync(Guid item, params IReadOnlyList<string> actions) => await OrderOfAsync(item, 10, actions);

    public async Task<JsonElement> OrderOfAsync(Guid item, decimal qty, params IReadOnlyList<string> actions)
    {
        var order = await OrderAsync(new { itemId = item, qty, unitPrice = 2.5 });
        foreach (var action in actions) order = (await ActAsync(order, action)).ShouldBe(200).Json.At("data");
        return order;
    }

    public Task<Answer> ActAsync(JsonElement order, string action, object? body = null) => Client.PostAsync($"{Orders}/{order.TextAt("id")}/{action}", body);

    /// <summary>Receives so many of the order's first line at the dock.</summary>
    public Task<Answer> ReceiveAsync(JsonElement order, decimal qty, params IReadOnlyList<(string, string)> headers) =>
        ReceiveAsync(order, new { locationId = Dock, lines = new[] { new { lineNo = 1, qty } } }, headers);

    public Task<Answer> ReceiveAsync(JsonElement order, object body, params IReadOnlyList<(string, string)> headers) =>
        Client.PostAsync($"{Orders}/{order.TextAt("id")}/receipts", body, headers);

    public async Task<JsonElement> ReadAsync(JsonElement order) => (await Client.GetAsync($"{Orders}/{order.TextAt("id")}")).ShouldBe(200).Json.At("data");

    /// <summary>What is on hand of the item, wherever it is.</summary>
    public async Task<decimal> OnHandAsync(Guid item) =>
        (await Client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(b => b.At("onHandQty").GetDecimal());

    /// <summary>How many ledger transactions there are about the item.</summary>
    public async Task<int> PostedAsync(Guid item) =>
        (await Client.GetAsync($"/v1/inventory/transactions?itemId={item}")).ShouldBe(200).Json.At("count").GetInt32();

    public void Dispose() => Client.Dispose();
}
