using System.Collections.Concurrent;
using Atlas.Contracts.Catalog;
using Atlas.Contracts.Inventory;
using Atlas.Support;
using MassTransit;
using Npgsql;

namespace Atlas.Catalog.Tests;

/// <summary>One running Catalog behind the gateway for all tests here, and somebody who hears what Catalog tells and speaks for Inventory.</summary>
public sealed class CatalogSystem : IAsyncLifetime
{
    const string TenantHeader = "Atlas-Tenant";

    readonly ConcurrentQueue<ItemChanged> items = new();
    readonly ConcurrentQueue<(string? Tenant, UomChanged Uom)> uoms = new();
    int number;
    NpgsqlDataSource database = null!;
    IBusControl bus = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    /// <summary>A client of a tenant that many tests share: use numbers of your own in it.</summary>
    public ApiClient Client { get; private set; } = null!;

    /// <summary>A client of the tenant <c>acme</c> that may do everything.</summary>
    public ApiClient Acme { get; private set; } = null!;

    /// <summary>A client with the published demo key.</summary>
    public ApiClient Demo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(RunningAtlas.NoLimits, "catalog");
        database = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("catalogdb"));
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(Atlas.ConnectionStringOf("rabbitmq")));
            rabbit.ReceiveEndpoint("tests-of-catalog", queue =>
            {
                queue.Handler<ItemChanged>(context => { items.Enqueue(context.Message); return Task.CompletedTask; });
                queue.Handler<UomChanged>(context => { uoms.Enqueue((context.Headers.Get<string>(TenantHeader), context.Message)); return Task.CompletedTask; });
            });
        });
        await bus.StartAsync();
        Client = await TenantAsync();
        Acme = Atlas.Client();
        Demo = Atlas.Client(RunningAtlas.DemoKey);
    }

    /// <summary>A text that no other test uses, for example <c>BOLT-17</c>.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

    /// <summary>A client of a tenant that nobody else uses.</summary>
    public Task<ApiClient> TenantAsync() => TenantAsync(NewTenant());

    /// <summary>A client of any tenant, that may do what is named, or everything.</summary>
    public async Task<ApiClient> TenantAsync(string tenant, params IReadOnlyList<string> scopes) =>
        Atlas.Client(await Atlas.KeyOfTenantAsync(tenant, scopes));

    public static string NewTenant() => $"t-{Guid.NewGuid().ToString("n")[..12]}";

    /// <summary>What Catalog has told of an item, in the order in which it came.</summary>
    public IReadOnlyList<ItemChanged> ToldOfItem(Guid id) => [.. items.Where(item => item.Id == id)];

    /// <summary>What Catalog has told of the units of a tenant.</summary>
    public IReadOnlyList<UomChanged> ToldOfUoms(string tenant) => [.. uoms.Where(told => told.Tenant == tenant).Select(told => told.Uom)];

    /// <summary>Inventory says that the ledger has a line about an item.</summary>
    public Task GiveStockAsync(Guid itemId, string tenant, Guid? messageId = null) =>
        bus.Publish(new ItemGotStock(itemId, TimeProvider.System.GetUtcNow()), context =>
        {
            context.MessageId = messageId ?? Guid.CreateVersion7();
            context.Headers.Set(TenantHeader, tenant);
        });

    /// <summary>Counts rows of the service's database, of all tenants.</summary>
    public async Task<long> CountAsync(string sql, params IReadOnlyList<string> parameters)
    {
        await using var count = database.CreateCommand(sql);
        foreach (var parameter in parameters) count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public async Task DisposeAsync()
    {
        await bus.StopAsync();
        await database.DisposeAsync();
        Client.Dispose();
        Acme.Dispose();
        Demo.Dispose();
        await Atlas.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<CatalogSystem>
{
    public const string Name = "one running system";
}
