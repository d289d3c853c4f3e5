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

    async Task<long> CountAsync(string database, string table)
    {
        await using var owner = NpgsqlDataSource.Create(system.Atlas.ConnectionStringOf(database));
        await using var count = owner.CreateCommand($"select count(*) from {table}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
