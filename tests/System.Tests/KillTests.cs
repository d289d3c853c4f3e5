using System.Net.Http.Headers;
using System.Text.Json;
using Atlas.Support;
using Npgsql;

namespace Atlas.SystemTests;

[Collection(OneSystem.Name)]
public sealed class KillTests(WholeSystem system)
{
    const int Orders = 6;

    [Theory]
    [InlineData("orders")]
    [InlineData("production")]
    [InlineData("webhooks")]
    public async Task Killing_a_service_in_the_middle_loses_nothing_and_doubles_nothing(string victim)
    {
        var stories = Enumerable.Range(1, Orders)
            .Select(number => new OrderStory(system.Atlas, system.Customer, $"kill-{victim}-{number}")).ToList();
        foreach (var story in stories) await story.CustomerSubscribesAsync();

        // Killed while orders come in, and once more while the factories report.
        var ordering = Task.WhenAll(stories.Select(story => story.ErpSendsOrderAsync()));
        await stories[0].ErpHasSentAsync();
        await system.Atlas.KillAsync(victim);
        await ordering;
        var reporting = Task.WhenAll(stories.Select(async story =>
        {
            await story.ProductionPlansBatchAsync();
            await story.FactoryReportsEverythingAsync();
        }));
        await stories[0].FirstMilestoneIsDoneAsync();
        await system.Atlas.KillAsync(victim);
        await reporting;

        foreach (var story in stories)
        {
            await story.OrderFollowsAsync();
            await story.CustomerHearsEverythingOnceAsync();
            story.Dispose();
        }

        foreach (var database in (string[])["ordersdb", "productiondb", "webhooksdb"])
            await Eventually.BecomesTrue($"nothing waits in the outbox of {database}", async () => await CountAsync(database, "outbox") == 0);
    }

    [Fact]
    public async Task An_import_of_items_goes_on_where_its_process_died()
    {
        const int rows = 4_000;
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("import-kill"));
        var file = "itemNo,name,baseUomId\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"PART-{i},Part {i},each\n"));
        var path = (await client.PostAsync("/v1/items/imports", new StringContent(file, new MediaTypeHeaderValue("text/csv")))).ShouldBe(202).Header("Location")!;
        await Eventually.BecomesTrue("a part is imported", async () => (await client.GetAsync(path)).ShouldBe(200).Json.At("data.processed").GetInt32() > 0);

        await system.Atlas.KillAsync("catalog");

        var ended = await Eventually.Becomes("the import has ended", () => client.GetAsync(path),
            answer => answer.ShouldBe(200).Json.At("data.finishedAt").ValueKind == JsonValueKind.String);
        // A row that was imported twice would be unchanged the second time.
        var import = ended.Json.At("data");
        (import.TextAt("status"), import.At("processed").GetInt32(), import.At("created").GetInt32()).ShouldBe(("succeeded", rows, rows));
        (await client.GetAsync("/v1/items?limit=1")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(rows);
    }

    async Task<long> CountAsync(string database, string table)
    {
        await using var owner = NpgsqlDataSource.Create(system.Atlas.ConnectionStringOf(database));
        await using var count = owner.CreateCommand($"select count(*) from {table}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
