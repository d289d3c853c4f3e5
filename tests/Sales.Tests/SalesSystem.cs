using System.Text.Json;
using Atlas.Support;

namespace Atlas.Sales.Tests;

/// <summary>One running Sales for all tests here. Each test sells as a tenant of its own, so that none sees another's orders.</summary>
public sealed class SalesSystem() : DocumentSystem("sales"), IAsyncLifetime
{
    // Short enough to see what is not settled in time; all else has its answer before, however slow the machine is.
    protected override TimeSpan SettlesWithin => TimeSpan.FromSeconds(10);

    /// <summary>A new tenant with a facility that has two places.</summary>
    public async Task<Seller> SellerAsync()
    {
        var (tenant, client, facility, a, b) = await TenantAsync("seller", "warehouse", "A-01", "A-02");
        return new Seller(this, tenant, client, facility, a, b);
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<SalesSystem>
{
    public const string Name = "one running system";
}

/// <summary>A tenant that sells, and the words that tests speak about it in.</summary>
public sealed record Seller(SalesSystem System, string Tenant, ApiClient Client, Guid Facility, Guid A, Guid B) : IDisposable
{
    public const string Orders = "/v1/sales/orders";
    public const string Shipments = "/v1/sales/shipments";
    public const string Settings = "/v1/sales/settings";

    /// <summary>A new item, counted in pieces; 12 of them are a box.</summary>
    public async Task<Guid> ItemAsync(string lots = "none", string serials = "none", string expiry = "none", string kind = "purchased")
    {
        var item = (await Client.PostAsync("/v1/items", new
        {
            itemNo = System.Unique("ITEM"), name = "Notebook", itemKind = kind, baseUomId = "each", lotTracking = lots, serialTracking = serials, expiryTracking = expiry,
            uomConversions = new[] { new { fromUomId = "box", toUomId = "each", numerator = 12, denominator = 1 } },
        })).ShouldBe(201).Json.At("data.id").GetGuid();
        await System.UntilKnownAsync(item);
        return item;
    }

    /// <summary>A new item with so many on hand.</summary>
    public async Task<Guid> StockedItemAsync(decimal qty)
    {
        var item = await ItemAsync();
        await HaveAsync(item, qty);
        return item;
    }

    /// <summary>Puts stock there, or takes it away.</summary>
    public async Task HaveAsync(Guid item, decimal qty, Guid? location = null, string? lotNo = null, string? expiryDate = null, params IReadOnlyList<string> serialNos) =>
        (await Client.PostAsync("/v1/inventory/adjustments", new
        {
            itemId = item, locationId = location ?? A, qtyDelta = qty, reason = "test", lotNo, expiryDate, serialNos,
        })).ShouldBe(201);

    /// <summary>A draft of an order with these lines.</summary>
    public async Task<JsonElement> OrderAsync(params IReadOnlyList<object> lines) =>
        (await Client.PostAsync(Orders, new { currency = "EUR", facilityId = Facility, lines })).ShouldBe(201).Json.At("data");

    /// <summary>An order of so many pieces at 2.50, taken through these actions.</summary>
    public async Task<JsonElement> OrderAsync(Guid item, decimal qty, params IReadOnlyList<string> actions)
    {
        var order = await OrderAsync(new { itemId = item, qty, unitPrice = 2.5 });
        foreach (var action in actions) order = (await ActAsync(order, action)).ShouldBe(200).Json.At("data");
        return order;
    }

    public Task<Answer> ActAsync(JsonElement order, string action, object? body = null, params IReadOnlyList<(string, string)> headers) =>
        Client.PostAsync($"{Orders}/{order.TextAt("id")}/{action}", body, headers);

    /// <summary>Ships so many of the order's first line.</summary>
    public Task<Answer> ShipAsync(JsonElement order, decimal qty, params IReadOnlyList<(string, string)> headers) =>
        ActAsync(order, "ship", new { lines = new[] { new { lineNo = 1, qty } } }, headers);

    public async Task<JsonElement> ReadAsync(JsonElement order) => (await Client.GetAsync($"{Orders}/{order.TextAt("id")}")).ShouldBe(200).Json.At("data");

    /// <summary>What is on hand of the item, wherever it is.</summary>
    public async Task<decimal> OnHandAsync(Guid item, string more = "") =>
        (await Client.GetAsync($"/v1/inventory/balances?itemId={item}{more}")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(b => b.At("onHandQty").GetDecimal());

    /// <summary>What anybody can still have of the item.</summary>
    public async Task<decimal> FreeAsync(Guid item) =>
        (await Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(row => row.At("availableQty").GetDecimal());

    /// <summary>How many ledger transactions of a type there are about the item.</summary>
    public async Task<int> PostedAsync(Guid item, string type = "shipment") =>
        (await Client.GetAsync($"/v1/inventory/transactions?itemId={item}&type={type}")).ShouldBe(200).Json.At("count").GetInt32();

    /// <summary>Fails when any invariant of the ledger is broken.</summary>
    public async Task BooksAreSoundAsync()
    {
        var check = (await Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data");
        check.At("isSound").GetBoolean().ShouldBeTrue($"{check}");
    }

    public void Dispose() => Client.Dispose();
}

/// <summary>What tests ask about an order.</summary>
public static class Lines
{
    /// <summary>What is ordered, reserved, backordered, shipped and cancelled of a line.</summary>
    public static (decimal Qty, decimal Reserved, decimal Backordered, decimal Shipped, decimal Cancelled) Line(this JsonElement order, int index = 0)
    {
        return (Of("qty"), Of("reservedQty"), Of("backorderedQty"), Of("shippedQty"), Of("cancelledQty"));

        decimal Of(string name) => order.At($"lines[{index}].{name}").GetDecimal();
    }

    /// <summary>Its status, how much is reserved and how much is shipped.</summary>
    public static (string? Status, string? Reservation, string? Fulfillment) States(this JsonElement order) =>
        (order.TextAt("status"), order.TextAt("reservationStatus"), order.TextAt("fulfillmentStatus"));
}
