using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Contracts.Catalog;
using Atlas.Support;
using MassTransit;
using Npgsql;

namespace Atlas.Inventory.Tests;

/// <summary>
/// One running Inventory behind the gateway for all tests here, which speak for the other services. Each test works in a tenant of its own,
/// so that none sees another's stock.
/// </summary>
public sealed class InventorySystem : IAsyncLifetime
{
    const string TenantHeader = "Atlas-Tenant";

    int number;
    NpgsqlDataSource database = null!;
    IBusControl bus = null!;

    public RunningAtlas Atlas { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Atlas = await RunningAtlas.StartAsync(RunningAtlas.NoLimits, "inventory");
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(Atlas.ConnectionStringOf("rabbitmq"))));
        await bus.StartAsync();
        database = NpgsqlDataSource.Create(Atlas.ConnectionStringOf("inventorydb"));
        // What is announced leaves the outbox at once; a copy stays for tests to look at.
        await TamperAsync("""
            create table announced (nr bigint generated always as identity, tenant_id text not null, type text not null, body jsonb not null);
            create function keep_announced() returns trigger language plpgsql security definer set search_path = public as $$
            begin insert into announced (tenant_id, type, body) values (new.tenant_id, new.type, convert_from(new.body, 'UTF8')::jsonb); return null; end $$;
            create trigger keep_announced after insert on outbox for each row execute function keep_announced();
            """);
    }

    /// <summary>The messages of a type that Inventory has announced for a tenant, in their order.</summary>
    public async Task<IReadOnlyList<JsonElement>> AnnouncedAsync(string tenant, string type)
    {
        await using var read = database.CreateCommand("select body::text from announced where tenant_id = $1 and type = $2 order by nr");
        read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"Atlas.Contracts.Inventory.{type}" });
        await using var reader = await read.ExecuteReaderAsync();
        var bodies = new List<JsonElement>();
        while (await reader.ReadAsync()) bodies.Add(JsonDocument.Parse(reader.GetString(0)).RootElement);
        return bodies;
    }

    /// <summary>The transactions that a tenant's ledger has told of, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> ToldOfLedgerAsync(string tenant) =>
        [.. (await AnnouncedAsync(tenant, "LedgerPosted")).SelectMany(message => message.At("transactions").EnumerateArray())];

    /// <summary>Sends a message to Inventory as another service does, or one of another service's own, and returns the message's id.</summary>
    public async Task<Guid> SendAsync(string tenant, string type, object message, string service = "Inventory")
    {
        var id = Guid.CreateVersion7();
        var contract = typeof(ItemChanged).Assembly.GetType($"Atlas.Contracts.{service}.{type}", throwOnError: true)!;
        await bus.Publish(JsonSerializer.SerializeToElement(message).Deserialize(contract, JsonSerializerOptions.Web)!, contract, context =>
        {
            context.MessageId = id;
            context.Headers.Set(TenantHeader, tenant);
        });
        return id;
    }

    /// <summary>Waits until Inventory has done what messages ask.</summary>
    public Task UntilHeardAsync(params IReadOnlyList<Guid> messages) => Eventually.BecomesTrue("Inventory has heard it", async () =>
        await CountAsync("select count(distinct message_id) from inbox where message_id = any(string_to_array($1, ',')::uuid[])", string.Join(',', messages)) == messages.Count);

    /// <summary>Tells Inventory of a purchase order as Procurement does, and waits until it has heard.</summary>
    public async Task<Guid> OrderAsync(
        TestTenant tenant, Guid item, decimal open, Guid? id = null, long version = 1, bool isExpected = true, Guid? facility = null, Guid? line = null)
    {
        var order = id ?? Guid.CreateVersion7();
        await UntilHeardAsync(await SendAsync(tenant.Name, "PurchaseOrderChanged", new
        {
            id = order, version, what = "approved", poNo = "PO-000001", supplierId = Guid.NewGuid(), facilityId = facility ?? tenant.Facility, currency = "EUR",
            status = "approved", revision = 1, total = 1, isExpected, at = "2026-01-01T00:00:00Z",
            lines = new[] { new { id = line ?? order, lineNo = 1, itemId = item, orderedQty = 100, receivedQty = 100 - open, openQty = open, expectedDate = "2026-02-01" } },
        }, "Procurement"));
        return order;
    }

    /// <summary>Sends a message, twice, as brokers do, and returns what was announced; that must be one outcome.</summary>
    public async Task<JsonElement> OutcomeAsync(string tenant, string type, object message, string outcome)
    {
        var before = (await AnnouncedAsync(tenant, outcome)).Count;
        await UntilHeardAsync(await SendAsync(tenant, type, message), await SendAsync(tenant, type, message));
        var after = await AnnouncedAsync(tenant, outcome);
        after.Count.ShouldBe(before + 1);
        return after[^1];
    }

    /// <summary>A text that no other test uses.</summary>
    public string Unique(string start) => $"{start}-{Interlocked.Increment(ref number)}";

    /// <summary>A new tenant with a facility and two locations in it.</summary>
    public async Task<TestTenant> TenantAsync(params IReadOnlyList<string> scopes)
    {
        var name = Unique("stock");
        var client = Atlas.Client(await Atlas.KeyOfTenantAsync(name, scopes));
        if (scopes.Count > 0) return new TestTenant(this, name, client, Guid.Empty, Guid.Empty, Guid.Empty);
        var facility = (await client.PostAsync("/v1/facilities", new { code = "MAIN", name = "Main", type = "warehouse", timeZone = "Europe/Berlin" }))
            .ShouldBe(201).Json.At("data.id").GetGuid();
        return new TestTenant(this, name, client, facility, await LocationAsync("A"), await LocationAsync("B"));

        async Task<Guid> LocationAsync(string code) =>
            (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code })).ShouldBe(201).Json.At("data.id").GetGuid();
    }

    /// <summary>Tells Inventory of items as Catalog does, by events through the broker, and waits until it has heard.</summary>
    public async Task PublishItemsAsync(string tenant, IReadOnlyList<JsonObject> items) =>
        await UntilHeardAsync(await Task.WhenAll(items.Select(item => SendAsync(tenant, "ItemChanged", item, "Catalog"))));

    /// <summary>One number out of the service's database, of all tenants.</summary>
    public async Task<long> CountAsync(string sql, params IReadOnlyList<string> parameters)
    {
        await using var count = database.CreateCommand(sql);
        foreach (var parameter in parameters) count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        return Convert.ToInt64(await count.ExecuteScalarAsync());
    }

    /// <summary>One time out of the service's database, to the microsecond that it keeps.</summary>
    public async Task<DateTimeOffset> TimeAsync(string sql, string tenant)
    {
        await using var read = database.CreateCommand(sql);
        read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return new DateTimeOffset((DateTime)(await read.ExecuteScalarAsync())!, TimeSpan.Zero);
    }

    /// <summary>Runs SQL with the owner's rights, as somebody who tampers would.</summary>
    public async Task TamperAsync(string sql, params IReadOnlyList<string> parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await bus.StopAsync();
        await database.DisposeAsync();
        await Atlas.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<InventorySystem>
{
    public const string Name = "one running system";
}

/// <summary>A tenant with a facility, and the words that tests speak about its stock in.</summary>
public sealed record TestTenant(InventorySystem System, string Name, ApiClient Client, Guid Facility, Guid A, Guid B) : IDisposable
{
    public static readonly Guid Piece = Guid.Parse("00000000-0000-8000-8000-00000000aa01");
    public static readonly Guid Box = Guid.Parse("00000000-0000-8000-8000-00000000aa02");

    /// <summary>A new item: pieces, and boxes of 12.</summary>
    public async Task<Guid> ItemAsync(
        string lots = "none", string serials = "none", string expiry = "none", string negative = "deny", int decimals = 0, string kind = "purchased",
        int? minShelfLifeDays = null)
    {
        var id = Guid.CreateVersion7();
        await System.PublishItemsAsync(Name, [Item(id, 1, lots, serials, expiry, negative, decimals, kind, minShelfLifeDays)]);
        return id;
    }

    public static JsonObject Item(
        Guid id, long version, string lots = "none", string serials = "none", string expiry = "none", string negative = "deny", int decimals = 0,
        string kind = "purchased", int? minShelfLifeDays = null, string name = "Item") => new()
    {
        ["id"] = id.ToString(), ["tenantId"] = "", ["version"] = version, ["itemNo"] = $"I-{id.ToString()[24..]}", ["name"] = name, ["itemKind"] = kind,
        ["baseUomId"] = Piece.ToString(), ["baseUomCode"] = "pcs", ["baseUomDecimals"] = decimals, ["lotTracking"] = lots, ["serialTracking"] = serials,
        ["expiryTracking"] = expiry, ["isActive"] = true, ["negativeStockPolicy"] = negative, ["minShelfLifeDays"] = minShelfLifeDays,
        ["conversions"] = new JsonArray(new JsonObject
        {
            ["fromUomId"] = Box.ToString(), ["fromUomCode"] = "box", ["toUomId"] = Piece.ToString(), ["toUomCode"] = "pcs", ["numerator"] = 12, ["denominator"] = 1,
        }),
        ["at"] = "2026-01-01T00:00:00Z",
    };

    /// <summary>Another facility, and a location in it.</summary>
    public async Task<(Guid Facility, Guid Location)> DestinationAsync()
    {
        var facility = (await Client.PostAsync("/v1/facilities", new { code = "THERE", name = "There", type = "store", timeZone = "Europe/Berlin" })).ShouldBe(201).Json.At("data.id").GetGuid();
        return (facility, (await Client.PostAsync($"/v1/facilities/{facility}/locations", new { code = "DOCK" })).ShouldBe(201).Json.At("data.id").GetGuid());
    }

    public Task<Answer> AdjustAsync(object body, params IReadOnlyList<(string, string)> headers) =>
        Client.PostAsync("/v1/inventory/adjustments", body, headers);

    /// <summary>Adjusts stock without a lot.</summary>
    public Task<Answer> AdjustAsync(Guid item, decimal qty, Guid? location = null, string? effectiveAt = null, params IReadOnlyList<(string, string)> headers) =>
        AdjustAsync(new { itemId = item, locationId = location ?? A, qtyDelta = qty, reason = "test", effectiveAt }, headers);

    /// <summary>Puts stock there.</summary>
    public async Task<Answer> HaveAsync(Guid item, decimal qty, Guid? location = null) => (await AdjustAsync(item, qty, location)).ShouldBe(201);

    /// <summary>What is on hand of the item, by all balances.</summary>
    public async Task<decimal> OnHandAsync(Guid item, string more = "") =>
        (await Client.GetAsync($"/v1/inventory/balances?itemId={item}{more}")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(b => b.At("onHandQty").GetDecimal());

    /// <summary>How many transactions there are in all.</summary>
    public async Task<long> PostedAsync() => (await Client.GetAsync("/v1/inventory/transactions?limit=1")).ShouldBe(200).Json.At("count").GetInt64();

    /// <summary>Fails when any invariant is broken, naming the keys that break it.</summary>
    public async Task BooksAreSoundAsync()
    {
        var check = (await Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data");
        check.At("isSound").GetBoolean().ShouldBeTrue($"{check}");
    }

    public void Dispose() => Client.Dispose();
}
