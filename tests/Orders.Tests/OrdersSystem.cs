using Atlas.Support;
using Npgsql;

namespace Atlas.Orders.Tests;

/// <summary>One running Atlas for all tests here.</summary>
public sealed class OrdersSystem : IAsyncLifetime
{
    /// <summary>Requests per minute of a key that a test makes: few enough to use them up in a moment.</summary>
    public const int KeyLimit = 120;

    int number;
    NpgsqlDataSource database = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    /// <summary>A client of the tenant <c>acme</c> that may do everything, without a limit.</summary>
    public ApiClient Acme { get; private set; } = null!;

    /// <summary>A client with the published demo key.</summary>
    public ApiClient Demo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(new Dictionary<string, string>
        {
            ["Atlas__Limits__Key"] = $"{KeyLimit}",
            ["Atlas__Limits__Demo"] = "100000",
            ["Atlas__Limits__Address"] = "100000",
        }, "orders", "production");
        database = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("ordersdb"));
        Acme = Atlas.Client();
        Demo = Atlas.Client(RunningAtlas.DemoKey);
    }

    /// <summary>A text that no other test uses, for example <c>PO-kept-17</c>.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

    /// <summary>A tenant of its own with the brand <c>summit</c>, whose orders stay as they are because nobody plans batches.</summary>
    public async Task<ApiClient> TenantWithoutPlanningAsync()
    {
        var client = Atlas.Client(await Atlas.KeyOfTenantAsync(Unique("quiet")));
        var planning = await client.PutAsync("/v1/production/planning", new { isAutomatic = false, factoryLines = new[] { new { factory = "Plant A" } } });
        planning.ShouldBe(200);
        (await client.PostAsync("/api/v1/customers", Samples.Brand("summit"))).ShouldBe(201);
        return client;
    }

    /// <summary>Sends an order that must be taken in, and returns its id.</summary>
    public static async Task<string> OrderAsync(ApiClient client, string code) =>
        (await client.PostAsync("/api/v1/orders", Samples.Order(code))).ShouldBe(201).Json.TextAt("data.id")!;

    /// <summary>Counts rows of the service's database, of all tenants.</summary>
    public async Task<long> CountAsync(string sql, params IReadOnlyList<string> parameters)
    {
        await using var count = database.CreateCommand(sql);
        foreach (var parameter in parameters) count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Acme.Dispose();
        Demo.Dispose();
        await Atlas.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<OrdersSystem>
{
    public const string Name = "one running system";
}
