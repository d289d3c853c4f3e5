using Atlas.Load.Measuring;
using Atlas.ServiceDefaults;
using Atlas.Support;
using Npgsql;

namespace Atlas.Load.Inventory;

/// <summary>
/// Reading stock, its history and items at two sizes. What is found by its key must cost the same at both; the last column says what it costs
/// at the large size, compared with the small.
/// </summary>
static class StockReads
{
    // What somebody waits who asks alone.
    const int Clients = 1;
    const int Hot = 0;
    static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    static readonly (string Tenant, int Items, int Transactions)[] Sizes = [("small", 10_000, 50_000), ("large", 1_000_000, 5_000_000)];

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        var small = new Dictionary<string, double>();
        foreach (var (tenant, items, transactions) in Sizes)
        {
            var started = TimeProvider.System.GetTimestamp();
            await StockGenerator.MakeAsync(system, report, tenant, items, transactions);
            report.Section($"Reading at the services: {items:#,0} items, {transactions * 2:#,0} ledger lines");
            var requests = Requests(items, await FacilityOfAsync(system, tenant)).ToList();
            foreach (var (_, service, path) in requests)
                await ServiceRequests.MeasureAsync(system, service, Clients, TimeSpan.FromSeconds(0.3), () => Get(system, service, tenant, path()));
            foreach (var (label, service, path) in requests)
            {
                report.Doing(label);
                var sample = await ServiceRequests.MeasureAsync(system, service, Clients, Round, () => Get(system, service, tenant, path()));
                report.Row(label, sample, small.TryGetValue(label, out var before) ? $"{Report.Ratio(sample.P50, before)} × the small one" : "");
                small.TryAdd(label, sample.P50);
            }

            await using var database = NpgsqlDataSource.Create(system.ConnectionStringOf("catalogdb"));
            foreach (var (label, words) in Searches(items))
            {
                report.Doing($"the same search by SQL alone: {label}");
                report.Row($"SQL alone: {label}", await ClosedLoop.RunAsync([.. Enumerable.Range(0, Clients).Select(_ => Search(database, tenant, words()))], Round));
            }

            report.Line($"  made in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s, measuring included; {Clients} client");
        }
    }

    static IEnumerable<(string Label, string Service, Func<string> Path)> Requests(int items, Guid facility)
    {
        var now = TimeProvider.System.GetUtcNow();
        yield return ("balance of an item", "inventory", () => $"/v1/inventory/balances?itemId={Any()}");
        yield return ("balance of the hottest item", "inventory", () => $"/v1/inventory/balances?itemId={StockGenerator.ItemId(Hot)}");
        yield return ("availability of an item", "inventory", () => $"/v1/inventory/availability?itemId={Any()}");
        yield return ("availability of the hottest item", "inventory", () => $"/v1/inventory/availability?itemId={StockGenerator.ItemId(Hot)}");
        yield return ("as-of, any time: an item", "inventory", () => $"/v1/inventory/balances?asOf={Moment(now)}&itemId={Any()}");
        yield return ("as-of, any time: the hottest item", "inventory", () => $"/v1/inventory/balances?asOf={Moment(now)}&itemId={StockGenerator.ItemId(Hot)}");
        yield return ("as-of, any time: a page of the facility", "inventory", () => $"/v1/inventory/balances?asOf={Moment(now)}&facilityId={facility}");
        yield return ("a page of the facility", "inventory", () => $"/v1/inventory/balances?facilityId={facility}");
        yield return ("transactions of an item", "inventory", () => $"/v1/inventory/transactions?itemId={Any()}");
        yield return ("an item by its id", "catalog", () => $"/v1/items/{Any()}");
        foreach (var (label, words) in Searches(items))
            yield return ($"q: {label}", "catalog", () => $"/v1/items?q={string.Join('+', words())}");

        string Any() => StockGenerator.ItemId(Random.Shared.Next(1, items));
        static string Moment(DateTimeOffset now) => Uri.EscapeDataString(Wire.Timestamp(now.AddDays(-364 * Random.Shared.NextDouble())));
    }

    // One word is on a fortieth of the items, two together are on one in 1,600.
    static IEnumerable<(string Label, Func<string[]> Words)> Searches(int items)
    {
        yield return ("one item's number", () => [$"gen-{Random.Shared.Next(items / 2, items)}"]);
        yield return ("two words", () => [$"alpha{Random.Shared.Next(40)}x", $"beta{Random.Shared.Next(40)}y"]);
        yield return ("a word on 2.5 % of the items", () => [$"alpha{Random.Shared.Next(40)}x"]);
    }

    // The ids of a page and a count to the same bound, without a service, other columns or row-level security.
    static Func<Task<bool>> Search(NpgsqlDataSource database, string tenant, string[] words) => async () =>
    {
        var matches = $"tenant_id = '{tenant}'{string.Concat(words.Select(word => $" and search_text like '%{word}%'"))}";
        await using var search = database.CreateCommand($"""
            select count(*) from (select from items where {matches} limit 10001) found;
            select id from (select id, created_at from items where {matches} limit 10001) found order by created_at desc, id desc limit 50
            """);
        await using var reader = await search.ExecuteReaderAsync();
        while (await reader.ReadAsync()) { }
        return true;
    };

    static byte[] Get(SystemUnderTest system, string service, string tenant, string path) =>
        Connection.Request("GET", new Uri(system.UrlOf(service), path), null, ServiceRequests.Identity(system, service, tenant));

    static async Task<Guid> FacilityOfAsync(SystemUnderTest system, string tenant)
    {
        using var client = await system.ClientOfAsync(tenant);
        return (await client.GetAsync("/v1/facilities")).ShouldBe(200).Json.At("data[0].id").GetGuid();
    }
}
