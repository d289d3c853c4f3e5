using System.Diagnostics;
using System.Globalization;
using System.Net;
using Atlas.Load.Measuring;
using Atlas.Support;

namespace Atlas.Load.Documents;

/// <summary>
/// The steps of documents that move stock, through the gateway: from the request to the answer with the settled document, so the message to
/// Inventory and its answer are in the time. Beside them what the same clients post without a document.
/// </summary>
static class DocumentSteps
{
    static readonly int[] Clients = [1, 16];
    static readonly TimeSpan Round = TimeSpan.FromSeconds(8);
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    const int Plenty = 1_000_000;
    const int DraftsPerClient = 60;

    // Ten thousand places in the tree: so many assemblies, each of so many parts, which all share.
    const int Branches = 100;
    const int Explosions = 20;

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        using var client = await system.ClientOfAsync("documents");
        report.Doing("setting up a tenant that buys, sells and makes");
        var trade = await Trade.StartAsync(client, Plenty, Plenty / 4);
        await MeasureAsync(report, client, trade, clients: 4, WarmUp, shows: false);
        foreach (var clients in Clients) await MeasureAsync(report, client, trade, clients, Round, shows: true);
        await ExplodeAsync(report, client, trade);
    }

    static async Task MeasureAsync(Report report, ApiClient client, Trade trade, int clients, TimeSpan duration, bool shows)
    {
        report.Doing($"documents for {clients} clients");
        var receivable = await EachAsync(clients, () => trade.ReceivableAsync(Plenty / 10, 1));
        var makeable = await EachAsync(clients, () => trade.MakeableAsync(Plenty / 100, 1));
        var drafts = await EachAsync(clients, async () =>
        {
            var orders = new Stack<StockStep>();
            for (var n = 0; n < DraftsPerClient; n++) orders.Push(await trade.SellableAsync(1));
            return orders;
        });

        var pending = 0;
        var plain = await ClosedLoop.RunAsync([.. Enumerable.Range(0, clients).Select<int, Func<Task<bool>>>(_ => async () =>
            (await client.PostAsync("/v1/inventory/adjustments", new { itemId = trade.Bought, locationId = trade.Location, qtyDelta = 1, reason = "bench" })).Status == HttpStatusCode.Created)], duration);
        var receipts = await ClosedLoop.RunAsync([.. receivable.Select<StockStep, Func<Task<bool>>>(order => async () => IsDone(await order.TakeAsync()))], duration);
        var completions = await ClosedLoop.RunAsync([.. makeable.Select<StockStep, Func<Task<bool>>>(order => async () => IsDone(await order.TakeAsync()))], duration);
        var pairs = await EmptyAsync(drafts, async order => IsDone(await order.ActAsync("open")) && IsDone(await order.TakeAsync()));
        if (!shows) return;

        report.Section($"Steps of documents through the gateway, settled by Inventory: {clients} clients");
        report.Row("adjustments, no document", plain);
        report.Row("receipts of purchase orders", receipts, $"{Report.Ratio(receipts.PerSecond, plain.PerSecond)} of adjustments");
        report.Row("sales orders opened and shipped", pairs, $"{Report.Ratio(pairs.PerSecond, plain.PerSecond)} of adjustments; the time is that of both steps");
        report.Row("completions of work orders", completions, $"{Report.Ratio(completions.PerSecond, plain.PerSecond)} of adjustments");
        if (pending > 0) report.Line($"  {pending} answers came before the document was settled");

        bool IsDone(Answer answer)
        {
            if (answer.Status == HttpStatusCode.Accepted) Interlocked.Increment(ref pending);
            return answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted;
        }
    }

    // Each client takes its own documents until none is left.
    static async Task<Sample> EmptyAsync(IReadOnlyList<Stack<StockStep>> stacks, Func<StockStep, Task<bool>> step)
    {
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(stacks.Select(async documents =>
        {
            var (latencies, failures) = (new Latencies(), 0);
            while (documents.TryPop(out var document))
            {
                var begun = Stopwatch.GetTimestamp();
                if (await step(document)) latencies.Add(Stopwatch.GetElapsedTime(begun));
                else failures++;
            }

            return new Sample(latencies, failures, TimeSpan.Zero);
        }));
        return Sample.Of(results) with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }

    static async Task ExplodeAsync(Report report, ApiClient client, Trade trade)
    {
        report.Doing("making a bill of materials with ten thousand places");
        var parts = await EachAsync(Branches, n => trade.ItemAsync($"LEAF-{n}", "purchased"));
        var assemblies = await EachAsync(Branches, n => trade.ItemAsync($"NODE-{n}", "manufactured"));
        var root = await trade.ItemAsync("ROOT", "manufactured");
        await EachAsync(Branches, n => trade.BomAsync(assemblies[n], parts));
        var bom = await trade.BomAsync(root, assemblies);
        var places = 0;
        var latencies = new Latencies();
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < Explosions; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = (await client.GetAsync($"/v1/production/boms/{bom}/explosion?qty=3")).ShouldBe(200);
            latencies.Add(Stopwatch.GetElapsedTime(begun));
            places = answer.Json.At("data.tree").GetArrayLength();
        }

        report.Section("Explosion of a bill of materials through the gateway");
        report.Row(string.Create(CultureInfo.InvariantCulture, $"{places:#,0} places in the tree, {Branches} parts"), new Sample(latencies, 0, Stopwatch.GetElapsedTime(started)));
    }

    static Task<IReadOnlyList<T>> EachAsync<T>(int count, Func<Task<T>> make) => EachAsync(count, _ => make());

    static async Task<IReadOnlyList<T>> EachAsync<T>(int count, Func<int, Task<T>> make)
    {
        var made = new T[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) => made[n] = await make(n));
        return made;
    }
}
