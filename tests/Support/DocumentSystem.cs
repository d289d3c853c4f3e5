using System.Net;
using Npgsql;

namespace Atlas.Support;

/// <summary>
/// A service whose documents move stock, running with Catalog, Inventory and the gateway for all tests of an assembly. Each test works in a
/// tenant of its own, so that none sees another's documents.
/// </summary>
/// <param name="service">The service, for example <c>sales</c>.</param>
/// <param name="others">Those that the tests need beside Catalog and Inventory.</param>
public abstract class DocumentSystem(string service, params IReadOnlyList<string> others)
{
    int number;
    NpgsqlDataSource own = null!;
    NpgsqlDataSource inventory = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    /// <summary>How long a request waits for Inventory. A test that expects a final answer gets it, however slow the machine is.</summary>
    protected virtual TimeSpan SettlesWithin => TimeSpan.FromMinutes(2);

    public virtual async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(
            new Dictionary<string, string>(RunningAtlas.NoLimits) { ["Atlas__Settling__AtMost"] = $"{SettlesWithin:c}" },
            ["catalog", "inventory", service, .. others]);
        own = NpgsqlDataSource.Create(Atlas.ConnectionStringOf($"{service}db"));
        inventory = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("inventorydb"));
    }

    /// <summary>A text that no other test uses.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

    /// <summary>A new tenant with a facility that has two places.</summary>
    /// <param name="start">What its name begins with.</param>
    /// <param name="type">The type of the facility.</param>
    /// <param name="first">The code of one place.</param>
    /// <param name="second">The code of the other.</param>
    protected async Task<(string Tenant, ApiClient Client, Guid Facility, Guid First, Guid Second)> TenantAsync(
        string start, string type, string first, string second)
    {
        var tenant = Unique(start);
        var client = Atlas.Client(await Atlas.KeyOfTenantAsync(tenant));
        var facility = await CreateAsync("/v1/facilities", new { code = "MAIN", name = "Main", type, timeZone = "Europe/Berlin" });
        return (tenant, client, facility, await PlaceAsync(first), await PlaceAsync(second));

        Task<Guid> PlaceAsync(string code) => CreateAsync($"/v1/facilities/{facility}/locations", new { code });

        async Task<Guid> CreateAsync(string path, object body) =>
            (await client.PostAsync(path, body)).ShouldBe(HttpStatusCode.Created).Json.At("data.id").GetGuid();
    }

    /// <summary>A client of a tenant that may do what is named.</summary>
    public async Task<ApiClient> ClientAsync(string tenant, params IReadOnlyList<string> scopes) =>
        Atlas.Client(await Atlas.KeyOfTenantAsync(tenant, scopes));

    /// <summary>Waits until the service and Inventory have heard of an item.</summary>
    public async Task UntilKnownAsync(Guid item)
    {
        foreach (var database in (NpgsqlDataSource[])[own, inventory])
            await Eventually.BecomesTrue("the item is known", async () => await CountAsync(database, "select count(*) from items where id = $1", item) == 1);
    }

    /// <summary>One number out of the service's database, of all tenants.</summary>
    public Task<long> CountAsync(string sql, Guid id) => CountAsync(own, sql, id);

    static async Task<long> CountAsync(NpgsqlDataSource database, string sql, Guid id)
    {
        await using var count = database.CreateCommand(sql);
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return Convert.ToInt64(await count.ExecuteScalarAsync());
    }

    public virtual async Task DisposeAsync()
    {
        await own.DisposeAsync();
        await inventory.DisposeAsync();
        await Atlas.DisposeAsync();
    }
}
