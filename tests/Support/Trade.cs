using System.Net;
using System.Text.Json;
using Shouldly;

namespace Atlas.Support;

/// <summary>
/// A tenant that buys one item, sells another and makes a third out of parts, with documents of each kind that are ready for the step that
/// moves stock.
/// </summary>
public sealed class Trade
{
    const int PartsPerUnit = 2;

    readonly ApiClient client;

    Trade(ApiClient client) => this.client = client;

    public Guid Facility { get; private set; }
    public Guid Location { get; private set; }
    public Guid Supplier { get; private set; }

    /// <summary>What is ordered from the supplier; nothing is there at first.</summary>
    public Guid Bought { get; private set; }

    /// <summary>What customers order.</summary>
    public Guid Sold { get; private set; }

    /// <summary>Two of it are in each of what is made.</summary>
    public Guid Part { get; private set; }

    /// <summary>What is made; nothing is there at first.</summary>
    public Guid Made { get; private set; }

    /// <summary>Sets everything up, and waits until all services know the items.</summary>
    /// <param name="client">With the key of a tenant that has nothing yet.</param>
    /// <param name="sold">How many there are to sell.</param>
    /// <param name="makeable">How many can be made of the parts there are.</param>
    public static async Task<Trade> StartAsync(ApiClient client, decimal sold, decimal makeable)
    {
        var trade = new Trade(client);
        trade.Facility = await trade.CreateAsync("/v1/facilities", new { code = "MAIN", name = "Main", type = "warehouse", timeZone = "UTC" });
        trade.Location = await trade.CreateAsync($"/v1/facilities/{trade.Facility}/locations", new { code = "A-01" });
        trade.Supplier = await trade.CreateAsync("/v1/procurement/suppliers", new { code = "SUP", name = "Supplier", currency = "EUR" });
        trade.Bought = await trade.ItemAsync("BOUGHT", "purchased");
        trade.Sold = await trade.ItemAsync("SOLD", "purchased");
        trade.Part = await trade.ItemAsync("PART", "purchased");
        trade.Made = await trade.ItemAsync("MADE", "manufactured");
        await trade.HaveAsync(trade.Sold, sold);
        await trade.HaveAsync(trade.Part, makeable * PartsPerUnit);
        await trade.BomAsync(trade.Made, [trade.Part], PartsPerUnit);
        return trade;
    }

    /// <summary>A new item, that not every service may know yet.</summary>
    public Task<Guid> ItemAsync(string itemNo, string kind) =>
        CreateAsync("/v1/items", new { itemNo, name = itemNo, itemKind = kind, baseUomId = "each", currency = "EUR", costingMethod = "moving_average" });

    /// <summary>Puts stock there.</summary>
    public async Task HaveAsync(Guid item, decimal qty)
    {
        if (qty > 0) await CreateAsync("/v1/inventory/adjustments", new { itemId = item, locationId = Location, qtyDelta = qty, unitCost = 2, reason = "opening" });
    }

    /// <summary>Says what an item is made of: so many of each.</summary>
    public async Task<Guid> BomAsync(Guid item, IEnumerable<Guid> components, decimal qty = 1)
    {
        var bom = await CreateAsync("/v1/production/boms", new { itemId = item, components = components.Select(component => new { itemId = component, qty }) });
        (await client.PostAsync($"/v1/production/boms/{bom}/activate")).ShouldBe(200);
        return bom;
    }

    /// <summary>A purchase order over so many, approved: they can be received.</summary>
    public async Task<StockStep> ReceivableAsync(decimal qty, decimal atOnce)
    {
        const string orders = "/v1/procurement/purchase-orders";
        var id = await CreateAsync(orders, new
        {
            supplierId = Supplier, facilityId = Facility, currency = "EUR", lines = new[] { new { itemId = Bought, qty, unitPrice = 2 } },
        });
        (await client.PostAsync($"{orders}/{id}/submit")).ShouldBe(200);
        (await client.PostAsync($"{orders}/{id}/approve")).ShouldBe(200);
        return new StockStep(client, $"{orders}/{id}", "receipts", new { locationId = Location, lines = new[] { new { lineNo = 1, qty = atOnce } } }, "received");
    }

    /// <summary>A sales order over so many, a draft.</summary>
    public async Task<StockStep> SellableAsync(decimal qty)
    {
        const string orders = "/v1/sales/orders";
        var id = await CreateAsync(orders, new { currency = "EUR", facilityId = Facility, lines = new[] { new { itemId = Sold, qty, unitPrice = 5 } } });
        return new StockStep(client, $"{orders}/{id}", "ship", null, "shipped");
    }

    /// <summary>A work order over so many, released: they can be completed.</summary>
    public async Task<StockStep> MakeableAsync(decimal qty, decimal atOnce)
    {
        const string orders = "/v1/production/work-orders";
        var id = await CreateAsync(orders, new { itemId = Made, qty, facilityId = Facility, outputLocationId = Location });
        var order = new StockStep(client, $"{orders}/{id}", "complete", new { qty = atOnce }, "completed");
        await order.ActAsync("release", "released");
        return order;
    }

    // What is new may not be known everywhere yet; then it is no reference, which changes nothing.
    async Task<Guid> CreateAsync(string path, object body) =>
        (await Eventually.Becomes($"POST {path} is accepted", () => client.PostAsync(path, body), answer => answer.Status == HttpStatusCode.Created))
        .Json.At("data.id").GetGuid();
}

/// <summary>A document, and the step on it that moves stock.</summary>
/// <param name="Path">Where it is read.</param>
/// <param name="Step">The last part of the path of the step.</param>
/// <param name="Done">Its status when all of it is done.</param>
public sealed record StockStep(ApiClient Client, string Path, string Step, object? Body, string Done)
{
    /// <summary>Takes the step.</summary>
    public Task<Answer> TakeAsync(params IReadOnlyList<(string, string)> headers) => Client.PostAsync($"{Path}/{Step}", Body, headers);

    /// <summary>Takes another action on the document.</summary>
    public Task<Answer> ActAsync(string action) => Client.PostAsync($"{Path}/{action}");

    /// <summary>Takes another action on the document, and waits until it has led to a status, however long Inventory needs.</summary>
    public async Task ActAsync(string action, string status)
    {
        ((int)(await ActAsync(action)).Status).ShouldBeInRange(200, 202);
        await Eventually.Becomes($"{Path} is {status}", async () => (await ReadAsync()).TextAt("status")!, now => now == status);
    }

    public async Task<JsonElement> ReadAsync() => (await Client.GetAsync(Path)).ShouldBe(200).Json.At("data");
}
