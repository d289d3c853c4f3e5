using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Atlas.Persistence.Tests;

public sealed class MigrationTests
{
    [Fact]
    public async Task Replicas_that_start_at_once_migrate_one_after_another_and_all_serve()
    {
        var infrastructure = await TestInfrastructure.SharedAsync();
        var database = await infrastructure.CreateDatabaseAsync("migrations");

        var services = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TallyService.StartAsync(infrastructure, $"migrations{i}", database)));

        foreach (var service in services)
        {
            using var client = service.Client("seeded");
            (await client.GetAsync("/v1/tallies/tly-first")).ShouldBe(200);
            (await client.PostAsync("/v1/tallies/tly-first/raise", new { by = 1 })).ShouldBe(200);
        }

        (await services[0].CountAsync("select count(*) from tallies")).ShouldBe(1);
        (await services[0].CountAsync("select count(*) from \"__EFMigrationsHistory\"")).ShouldBe(1);
        foreach (var service in services) await service.DisposeAsync();
    }

    [Fact]
    public async Task Until_the_tables_stand_requests_get_503_and_the_process_is_alive()
    {
        var infrastructure = await TestInfrastructure.SharedAsync();
        var database = new NpgsqlConnectionStringBuilder(infrastructure.Postgres.ConnectionString("later")).ConnectionString;
        await using var app = TallyHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(TallyService.Settings(infrastructure, "later", database));
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await app.StartAsync();
        using var client = TestGateway.Client(app.Urls.First(), "tallies", "seeded");
        (await client.GetAsync("/alive")).ShouldBe(200);
        (await client.GetAsync("/health")).ShouldBe(503);
        (await client.GetAsync("/api/v1/tallies")).ShouldBeError(503, "database_unreachable").Header("Retry-After").ShouldBe("5");
        (await client.PostAsync("/v1/tallies", new { name = "early" })).ShouldBeError(503, "database_unreachable");

        await infrastructure.Postgres.CreateDatabaseAsync("later");

        await Eventually.Becomes("it serves", () => client.GetAsync("/v1/tallies/tly-first"), answer => answer.Status == HttpStatusCode.OK);
        await app.StopAsync();
    }

    [Fact]
    public async Task A_partition_is_reached_through_its_table_alone()
    {
        await using var service = await TallyService.StartAsync();
        await service.ExecuteAsync("""
            create table lines (tenant_id text not null, month date not null) partition by range (month);
            create table lines_2026_05 partition of lines for values from ('2026-05-01') to ('2026-06-01');
            insert into lines values ('acme', '2026-05-02'), ('brewco', '2026-05-03');
            """);
        await using var replica = await service.StartReplicaAsync(); // Every start puts the walls up around what is new.
        await using var connection = await replica.AppAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var tenant = new NpgsqlCommand("select set_config('atlas.tenant', 'acme', true)", connection);
        await tenant.ExecuteNonQueryAsync();

        await using var lines = new NpgsqlCommand("select count(*) from lines", connection);
        (await lines.ExecuteScalarAsync()).ShouldBe(1L);

        await using var partition = new NpgsqlCommand("select count(*) from lines_2026_05", connection);
        (await Should.ThrowAsync<PostgresException>(() => partition.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
