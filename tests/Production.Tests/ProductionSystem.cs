using System.Text.Json;
using Atlas.Support;
using Npgsql;

namespace Atlas.Production.Tests;

/// <summary>One running Atlas for all tests here.</summary>
public sealed class ProductionSystem : IAsyncLifetime
{
    int number;
    NpgsqlDataSource production = null!;
    NpgsqlDataSource inventory = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    /// <summary>A client of the tenant <c>acme</c> that may do everything, without a limit.</summary>
    public ApiClient Acme { get; private set; } = null!;

    /// <summary>A client with the published demo key.</summary>
    public ApiClient Demo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(new Dictionary<string, string>
        {
            ["Atlas__Limits__Key"] = "10000000",
            ["Atlas__Limits__Tenant"] = "10000000",
            ["Atlas__Limits__Demo"] = "10000000",
            ["Atlas__Limits__Address"] = "10000000",
            ["Atlas__Settling__AtMost"] = "00:02:00",
        });
        Acme = Atlas.Client();
        Demo = Atlas.Client(RunningAtlas.DemoKey);
        production = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("productiondb"));
        inventory = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("inventorydb"));
    }

    /// <summary>A new tenant with a facility: a store for components, and a place for what is made.</summary>
    public async Task<Maker> MakerAsync()
    {
        var name = Unique("maker");
        var client = Atlas.Client(await Atlas.KeyOfTenantAsync(name));
        var facility = (await client.PostAsync("/v1/facilities", new { code = "PLANT", name = "Plant", type = "plant", timeZone = "Europe/Berlin" }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        return new Maker(this, name, client, facility, await LocationAsync("STORE"), await LocationAsync("FINISHED"));

        async Task<Guid> LocationAsync(string code) =>
            (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code })).ShouldBe(201).Json.At("data.id").GetGuid();
    }

    /// <summary>A client of a tenant that may do what is named.</summary>
    public async Task<ApiClient> ClientAsync(string tenant, params IReadOnlyList<string> scopes) => Atlas.Client(await Atlas.KeyOfTenantAsync(tenant, scopes));

    /// <summary>Waits until Production and Inventory have heard of an item.</summary>
    public async Task UntilKnownAsync(Guid item)
    {
        foreach (var database in (NpgsqlDataSource[])[production, inventory])
            await Eventually.BecomesTrue("the item is known", async () => await CountAsync(database, "select count(*) from items where id = $1", item) == 1);
    }

    /// <summary>One number out of Production's database.</summary>
    public Task<long> CountAsync(string sql, Guid id) => CountAsync(production, sql, id);

    static async Task<long> CountAsync(NpgsqlDataSource database, string sql, Guid id)
    {
        await using var count = database.CreateCommand(sql);
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return Convert.ToInt64(await count.ExecuteScalarAsync());
    }

    /// <summary>A text that no other test uses.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

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

    public async Task DisposeAsync()
    {
        Acme.Dispose();
        Demo.Dispose();
        await production.DisposeAsync();
        await inventory.DisposeAsync();
        await Atlas.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<ProductionSystem>
{
    public const string Name = "one running system";
}
