using System.Text;
using Atlas.Load.Measuring;
using Atlas.ServiceDefaults;
using Atlas.Support;

namespace Atlas.Load.Inventory;

/// <summary>
/// Stock posted over HTTP, with key, ledger, hash chain and outbox, beside what the same database takes of plain postings; and how
/// fast it can be read.
/// </summary>
static class Postings
{
    const int Items = 10_000;
    static readonly int[] Clients = [1, 4, 32, 64];
    static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    static int keys;

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        report.Doing("making a facility and 10,000 items");
        var location = await PrepareAsync(system);
        await using var plain = await PlainPostings.CreateAsync(system.ConnectionStringOf("inventorydb"), Clients.Max(), Items);
        report.Doing("warming up: postings");
        await ClosedLoop.RunAsync([.. Enumerable.Range(0, 8).Select(_ => plain.Client(isHot: false))], TimeSpan.FromSeconds(1));
        await MeasureAsync(system, 16, WarmUp, () => Adjustment(system, location, isHot: false, qty: 1000));

        foreach (var isHot in (bool[])[false, true])
        {
            report.Section($"POST /v1/inventory/adjustments at the service: {(isHot ? "one hot item" : "random among 10,000 items")}");
            foreach (var clients in Clients)
            {
                report.Doing($"plain postings, {clients} clients");
                var reference = await ClosedLoop.RunAsync([.. Enumerable.Range(0, clients).Select(_ => plain.Client(isHot))], Round);
                report.Row($"plain postings into the same PostgreSQL, {clients} clients", reference);
                report.Doing($"postings, {clients} clients");
                var sample = await MeasureAsync(system, clients, Round, () => Adjustment(system, location, isHot, qty: 1));
                report.Row($"adjustments posted, {clients} clients", sample, $"{Report.Ratio(sample.PerSecond, reference.PerSecond)} of plain postings");
            }
        }

        var asOf = Uri.EscapeDataString(Wire.Timestamp(TimeProvider.System.GetUtcNow().AddSeconds(-10)));
        report.Section($"Reading at the service, {await system.NumberAsync("inventorydb", "select count(*) from ledger_lines"):#,0} ledger lines");
        foreach (var (label, path) in ((string, string)[])
            [("balance of an item", "/v1/inventory/balances?itemId="), ("availability of an item", "/v1/inventory/availability?itemId="), ("balance of an item 10 s ago", $"/v1/inventory/balances?asOf={asOf}&itemId=")])
            report.Row(label, await MeasureAsync(system, 8, TimeSpan.FromSeconds(2), () =>
                Connection.Request("GET", new Uri(system.UrlOf("inventory"), path + ItemId(Random.Shared.Next(Items))), null, Identity(system))));

        report.Line($"The longest run of the ledger: {await system.NumberAsync("inventorydb", "select last_seq from ledger_heads where tenant_id = 'acme'"):#,0} transactions, "
            + $"{await system.NumberAsync("inventorydb", "select count(*) from idempotency"):#,0} kept answers.");
    }

    static async Task<Guid> PrepareAsync(SystemUnderTest system)
    {
        using var client = system.Client;
        var facility = (await client.PostAsync("/v1/facilities", new { code = "BENCH", name = "Bench", type = "warehouse", timeZone = "UTC" })).ShouldBe(201).Json.At("data.id").GetGuid();
        var location = (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code = "BENCH" })).ShouldBe(201).Json.At("data.id").GetGuid();
        await system.ExecuteAsync("inventorydb", $"""
            insert into items (tenant_id, id, item_no, name, item_kind, base_uom_id, base_uom_code, base_uom_decimals, lot_tracking, serial_tracking, expiry_tracking,
                is_active, negative_stock_policy, conversions, item_version)
            select 'acme', ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'BENCH-' || i, 'Bench ' || i, 'purchased', gen_random_uuid(), 'pcs', 0, 'none', 'none', 'none',
                true, 'allow', '[]', 1 from generate_series(0, {Items - 1}) i
            """);
        return location;
    }

    static string ItemId(int number) => $"00000000-0000-7000-8000-{number:x12}";

    static byte[] Adjustment(SystemUnderTest system, Guid location, bool isHot, int qty) => Connection.Request(
        "POST", new Uri(system.UrlOf("inventory"), "/v1/inventory/adjustments"),
        Encoding.UTF8.GetBytes($$"""{"itemId":"{{ItemId(isHot ? 0 : Random.Shared.Next(Items))}}","locationId":"{{location}}","qtyDelta":{{qty}},"reason":"bench"}"""),
        Identity(system), ("Idempotency-Key", $"bench-{Interlocked.Increment(ref keys)}"));

    static (string, string) identity;
    static DateTimeOffset mintedAt;

    // As the gateway does: one token serves for a while.
    static (string, string) Identity(SystemUnderTest system)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (now - mintedAt < TimeSpan.FromSeconds(20)) return identity;
        lock (system)
        {
            identity = (IdentityToken.Header, IdentityToken.Mint(
                system.IdentityKey, new Caller("acme", "bootstrap", new HashSet<string> { Scope.Admin }, DryRunWrites: false), "inventory", now));
            mintedAt = now;
            return identity;
        }
    }

    static async Task<Sample> MeasureAsync(SystemUnderTest system, int clients, TimeSpan duration, Func<byte[]> request)
    {
        var connections = SystemUnderTest.Connections(system.UrlOf("inventory"), clients);
        var sample = await ClosedLoop.RunAsync([.. connections.Select(connection => (Func<Task<bool>>)(() => connection.SendAsync(request())))], duration);
        foreach (var connection in connections) connection.Dispose();
        return sample;
    }
}
