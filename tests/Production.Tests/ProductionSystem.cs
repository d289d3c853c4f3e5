using System.Text.Json;
using Atlas.Support;

namespace Atlas.Production.Tests;

/// <summary>One running Production, with Orders and Webhooks, for all tests here.</summary>
public sealed class ProductionSystem() : DocumentSystem("production", "orders", "webhooks"), IAsyncLifetime
{
    /// <summary>A client of the tenant <c>acme</c> that may do everything, without a limit.</summary>
    public ApiClient Acme { get; private set; } = null!;

    /// <summary>A client with the published demo key.</summary>
    public ApiClient Demo { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Acme = Atlas.Client();
        Demo = Atlas.Client(RunningAtlas.DemoKey);
    }

    /// <summary>A new tenant with a facility: a store for components, and a place for what is made.</summary>
    public async Task<Maker> MakerAsync()
    {
        var (tenant, client, facility, store, finished) = await TenantAsync("maker", "plant", "STORE", "FINISHED");
        return new Maker(this, tenant, client, facility, store, finished);
    }

    /// <summary>Takes in an order of 100 shirts and 50 caps.</summary>
    public async Task<string> OrderAsync(ApiClient client) => (await client.PostAsync("/api/v1/orders", new
    {
        code = Unique("PO"), brand_slug = "summit", ship_by = "2031-09-01",
        line_items = new[] { new { sku = "SUM-TEE", units = 100 }, new { sku = "SUM-CAP", units = 50 } },
    })).ShouldBe(201).Json.TextAt("data.id")!;

    /// <summary>Waits for the batches of an order.</summary>
    public static async Task<IReadOnlyList<JsonElement>> BatchesOfAsync(ApiClient client, string order, int count) =>
        [.. (await Eventually.Becomes($"{order} has {count} batches", () => client.GetAsync($"/api/v1/batches?order_id={order}"),
            answer => answer.Json.At("meta.total").GetInt32() == count)).Json.At("data").EnumerateArray()];

    /// <summary>Takes in an order of <c>acme</c>, and returns the id of its batch.</summary>
    public async Task<string> BatchAsync() => (await BatchesOfAsync(Acme, await OrderAsync(Acme), 1))[0].TextAt("id")!;

    public override async Task DisposeAsync()
    {
        Acme.Dispose();
        Demo.Dispose();
        await base.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<ProductionSystem>
{
    public const string Name = "one running system";
}
