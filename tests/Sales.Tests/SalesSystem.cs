using System.Text.Json;
using Atlas.Support;
using Npgsql;

namespace Atlas.Sales.Tests;

/// <summary>One running Atlas for all tests here. Each test sells as a tenant of its own, so that none sees another's orders.</summary>
public sealed class SalesSystem : IAsyncLifetime
{
    int number;
    NpgsqlDataSource sales = null!;
    NpgsqlDataSource inventory = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(new Dictionary<string, string>
        {
            ["Atlas__Limits__Key"] = "10000000",
            ["Atlas__Limits__Tenant"] = "10000000",
            ["Atlas__Limits__Demo"] = "10000000",
            ["Atlas__Limits__Address"] = "10000000",
            // Whoever says 200 below means that it is settled, however slow the machine is; what is not gets its own test.
            ["Atlas__Settling__AtMost"] = "00:00:10",
        });
        sales = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("salesdb"));
        inventory = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("inventorydb"));
    }

    /// <summary>A text that no other test uses.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

    /// <summary>A new tenant with a facility that has two places.</summary>
    public async Task<Seller> SellerAsync()
    {
        var name = Unique("seller");
        var client = Atlas.Client(await Atlas.KeyOfTenantAsync(name));
        var facility = (await client.PostAsync("/v1/facilities", new { code = "MAIN", name = "Main", type = "warehouse", timeZone = "Europe/Berlin" }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        return new Seller(this, name, client, facility, await LocationAsync("A-01"), await LocationAsync("A-02"));

        async Task<Guid> LocationAsync(string code) =>
            (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code })).ShouldBe(201).Json.At("data.id").GetGuid();
    }

    /// <summary>A client of a tenant that may do what is named.</summary>
    public async Task<ApiClient> ClientAsync(string tenant, params IReadOnlyList<string> scopes) => Atlas.Client(await Atlas.KeyOfTenantAsync(tenant, scopes));

    /// <summary>Waits until Sales and Inventory have heard of an item.</summary>
    public async Task UntilKnownAsync(Guid item)
    {
        foreach (var database in (NpgsqlDataSource[])[sales, inventory])
            await Eventually.BecomesTrue("the item is known", async () => await CountAsync(database, "select count(*) from items where id = $1", item) == 1);
    }

    /// <summary>One number out of Sales' database.</summary>
    public Task<long> CountAsync(string sql, Guid id) => CountAsync(sales, sql, id);

    static async Task<long> CountAsync(NpgsqlDataSource database, string sql, Guid id)
    {
        await using var count = database.CreateCommand(sql);
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return Convert.ToInt64(await count.ExecuteScalarAsync());
    }

    public async Task DisposeAsync()
    {
        await sales.DisposeAsync();
        await inventory.DisposeAsync();
        await Atlas.DisposeAsync();
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
