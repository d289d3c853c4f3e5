using System.Text;
using System.Text.Json;
using Atlas.Load.Measuring;
using Atlas.Load.References;
using Atlas.Support;

namespace Atlas.Load.Inventory;

/// <summary>
/// Stock posted over HTTP, with key, ledger, hash chain and outbox, and by the posting primitive, beside what pgbench does on the same server.
/// </summary>
static class Postings
{
    const string Tenant = "acme";
    const int Items = 10_000;
    const int Together = 50; // What the reference posts by one transaction.
    const int MostOfBulk = 1_000;
    const int ClientsOfMany = 4;
    static readonly int[] Clients = [1, 4, 32, 64];
    static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10); // Or code would be measured that is still being compiled.
    static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);
    static int keys;

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        report.Doing("making a facility and 10,000 items");
        var location = await PrepareAsync(system);
        var pgbench = await Pgbench.CreateAsync(system.ConnectionStringOf("inventorydb"), Items);
        await using var primitive = PrimitivePostings.On(system.ConnectionStringOf("inventorydb"));
        report.Doing("warming up: postings");
        await pgbench.RunAsync(isHot: false, 8, TimeSpan.FromSeconds(1));
        await ServiceRequests.MeasureAsync(system, "inventory", 32, WarmUp, () => Adjustment(system, location, isHot: false, qty: 1000));
        await PostAsync(primitive, location, isHot: false, 32, WarmUp);

        foreach (var isHot in (bool[])[false, true])
        {
            report.Section($"Stock postings: {(isHot ? "one hot item" : "random among 10,000 items")}");
            foreach (var clients in Clients)
            {
                report.Doing($"pgbench, {clients} clients");
                var reference = await pgbench.RunAsync(isHot, clients, Round);
                report.Row($"pgbench, insert and conditional update, {clients} clients", reference);
                report.Doing($"the posting primitive, {clients} clients");
                var inside = await PostAsync(primitive, location, isHot, clients, Round);
                report.Row($"the posting primitive, {clients} clients", inside, $"{Report.Ratio(inside.PerSecond, reference.PerSecond)} of pgbench");
                report.Doing($"adjustments, {clients} clients");
                var sample = await ServiceRequests.MeasureAsync(system, "inventory", clients, Round, () => Adjustment(system, location, isHot, qty: 1));
                report.Row($"POST /v1/inventory/adjustments, {clients} clients", sample, $"{Report.Ratio(sample.PerSecond, reference.PerSecond)} of pgbench");
            }
        }

        report.Section("Stock postings: many at once, random among 10,000 items");
        report.Doing("a function in PostgreSQL");
        var function = await pgbench.RunTogetherAsync(Together, ClientsOfMany, Round);
        Row($"a function in PostgreSQL, {Together} per transaction, {ClientsOfMany} clients", function, Together);
        foreach (var many in (int[])[Together, MostOfBulk])
        {
            report.Doing($"adjustments, {many} per request");
            var bulk = await ServiceRequests.MeasureAsync(system, "inventory", ClientsOfMany, Round, () => Bulk(system, location, many));
            Row($"POST …/adjustments/bulk, {many} per request, {ClientsOfMany} clients", bulk, many,
                $"{Report.Ratio(bulk.PerSecond * many, function.PerSecond * Together)} of the function");
        }

        report.Line($"The longest run of the ledger: {await system.NumberAsync("inventorydb", $"select last_seq from ledger_heads where tenant_id = '{Tenant}'"):#,0} transactions, "
            + $"{await system.NumberAsync("inventorydb", "select count(*) from idempotency"):#,0} kept answers.");

        void Row(string label, Sample sample, int each, string note = "") => report.Row(label, sample.PerSecond * each, sample.P50, sample.P95, sample.P99, note);
    }

    static async Task<Guid> PrepareAsync(SystemUnderTest system)
    {
        using var client = system.Client;
        var facility = (await client.PostAsync("/v1/facilities", new { code = "BENCH", name = "Bench", type = "warehouse", timeZone = "UTC" })).ShouldBe(201).Json.At("data.id").GetGuid();
        var location = (await client.PostAsync($"/v1/facilities/{facility}/locations", new { code = "BENCH" })).ShouldBe(201).Json.At("data.id").GetGuid();
        await system.ExecuteAsync("inventorydb", $"""
            insert into items (tenant_id, id, item_no, name, item_kind, base_uom_id, base_uom_code, base_uom_decimals, lot_tracking, serial_tracking, expiry_tracking,
                is_active, negative_stock_policy, conversions, item_version)
            select '{Tenant}', ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'BENCH-' || i, 'Bench ' || i, 'purchased', gen_random_uuid(), 'pcs', 0, 'none', 'none', 'none',
                true, 'allow', '[]', 1 from generate_series(0, {Items - 1}) i
            """);
        await StockAsync(client, location);
        await system.UntilQuietAsync(Settling);
        await system.ExecuteAsync("inventorydb", "analyze"); // As pgbench does with its own tables.
        return location;
    }

    // An item's first posting tells Catalog of it, which is not what is measured.
    static async Task StockAsync(ApiClient client, Guid location)
    {
        foreach (var part in Enumerable.Range(0, Items).Chunk(1_000))
            (await client.PostAsync("/v1/inventory/adjustments/bulk", new
            {
                adjustments = part.Select(i => new { itemId = ItemId(i), locationId = location, qtyDelta = 1_000, reason = "bench" }),
            })).ShouldBe(201);
    }

    static Guid ItemId(int number) => Guid.Parse($"00000000-0000-7000-8000-{number:x12}");

    static Guid Item(bool isHot) => ItemId(isHot ? 0 : Random.Shared.Next(Items));

    static byte[] Bulk(SystemUnderTest system, Guid location, int many) => Connection.Request(
        "POST", new Uri(system.UrlOf("inventory"), "/v1/inventory/adjustments/bulk"),
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            adjustments = Enumerable.Range(0, many).Select(_ => new { itemId = Item(isHot: false), locationId = location, qtyDelta = 1, reason = "bench" }),
        }),
        ServiceRequests.Identity(system, "inventory", Tenant), ("Idempotency-Key", $"bench-{Interlocked.Increment(ref keys)}"));

    static byte[] Adjustment(SystemUnderTest system, Guid location, bool isHot, int qty) => Connection.Request(
        "POST", new Uri(system.UrlOf("inventory"), "/v1/inventory/adjustments"),
        Encoding.UTF8.GetBytes($$"""{"itemId":"{{Item(isHot)}}","locationId":"{{location}}","qtyDelta":{{qty}},"reason":"bench"}"""),
        ServiceRequests.Identity(system, "inventory", Tenant), ("Idempotency-Key", $"bench-{Interlocked.Increment(ref keys)}"));

    static Task<Sample> PostAsync(PrimitivePostings primitive, Guid location, bool isHot, int clients, TimeSpan duration) =>
        ClosedLoop.RunAsync([.. Enumerable.Range(0, clients).Select(_ => primitive.Client(Tenant, location, () => Item(isHot)))], duration);
}
