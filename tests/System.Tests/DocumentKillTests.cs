using Atlas.Support;
using Npgsql;

namespace Atlas.SystemTests;

[Collection(OneSystem.Name)]
public sealed class DocumentKillTests(WholeSystem system)
{
    const int Receipts = 67;
    const int Shipments = 67;
    const int Completions = 66;
    const int AtOnce = 8;
    const int SettledBeforeTheKill = 20;

    [Fact]
    public async Task Two_hundred_documents_settle_once_each_though_Inventory_is_killed_in_the_middle()
    {
        const string tenant = "documents";
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(tenant));
        var trade = await Trade.StartAsync(client, sold: Shipments * 3, makeable: Completions * 2);
        var documents = new List<StockStep>();
        documents.AddRange(await EachAsync(Receipts, () => trade.ReceivableAsync(5, 5)));
        documents.AddRange(await EachAsync(Completions, () => trade.MakeableAsync(2, 2)));
        documents.AddRange(await EachAsync(Shipments, async () =>
        {
            var order = await trade.SellableAsync(3);
            await order.ActAsync("open", "open");
            return order;
        }));

        var settled = 0;
        var steps = documents.Select(async (document, number) =>
        {
            var answer = await document.TakeAsync(("Idempotency-Key", $"step-{number}"));
            Interlocked.Increment(ref settled);
            return answer;
        }).ToList();
        await Eventually.BecomesTrue("some are settled", () => settled >= SettledBeforeTheKill);
        await system.Atlas.KillAsync("inventory");

        // Nobody has to wait for Inventory: what is not settled in time is answered as pending.
        foreach (var answer in await Task.WhenAll(steps)) ((int)answer.Status).ShouldBeInRange(200, 202, $"{answer}");
        foreach (var (number, document) in documents.Index())
        {
            await Eventually.Becomes($"{document.Path} is {document.Done}", async () => (await document.ReadAsync()).TextAt("status")!, status => status == document.Done);
            ((int)(await document.TakeAsync(("Idempotency-Key", $"step-{number}"))).Status).ShouldBeInRange(200, 202); // Asked again: nothing happens again.
        }

        foreach (var (source, count) in ((string, int)[])[("receipt", Receipts), ("shipment", Shipments), ("work_order", Completions)])
        {
            (await CountAsync("inventorydb", $"select count(*) from ledger_transactions where tenant_id = '{tenant}' and source_type = '{source}'")).ShouldBe(count);
            (await CountAsync("inventorydb", $"select count(distinct source_id) from ledger_transactions where tenant_id = '{tenant}' and source_type = '{source}'")).ShouldBe(count);
        }

        (await OnHandAsync(trade.Bought)).ShouldBe(Receipts * 5);
        (await OnHandAsync(trade.Sold)).ShouldBe(0);
        (await OnHandAsync(trade.Part)).ShouldBe(0);
        (await OnHandAsync(trade.Made)).ShouldBe(Completions * 2);
        (await CountAsync("inventorydb", $"select count(*) from reservations where tenant_id = '{tenant}' and open_qty + allocated_qty > 0")).ShouldBe(0);
        (await client.PostAsync("/v1/inventory/integrity-checks")).ShouldBe(200).Json.At("data.isSound").GetBoolean().ShouldBeTrue();
        foreach (var database in (string[])["inventorydb", "procurementdb", "salesdb", "productiondb"])
            await Eventually.BecomesTrue($"nothing waits in the outbox of {database}", async () => await CountAsync(database, "select count(*) from outbox") == 0);

        async Task<decimal> OnHandAsync(Guid item) =>
            (await client.GetAsync($"/v1/inventory/balances?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(balance => balance.At("onHandQty").GetDecimal());
    }

    static async Task<IReadOnlyList<StockStep>> EachAsync(int count, Func<Task<StockStep>> make)
    {
        var made = new StockStep[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) => made[n] = await make());
        return made;
    }

    async Task<long> CountAsync(string database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(system.Atlas.ConnectionStringOf(database));
        await using var count = owner.CreateCommand(sql);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
