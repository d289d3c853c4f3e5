using Atlas.Persistence.Tenancy;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Atlas.Persistence.Tests.Tenancy;

public sealed class TenancyTests(TallyFixture fixture) : IClassFixture<TallyFixture>
{
    TallyService Service => fixture.Service;

    [Fact]
    public async Task A_row_of_another_tenant_does_not_come_even_when_the_query_forgets_its_filter()
    {
        await Service.CreateTallyAsync("of acme", "acme");
        await Service.CreateTallyAsync("of brewco", "brewco");
        using var acme = Service.Client("acme");

        foreach (var path in (string[])["/v1/tallies", "/v1/tallies?without_filter"])
        {
            var names = (await acme.GetAsync(path)).ShouldBe(200).Json.At("data").EnumerateArray().Select(t => t.TextAt("name")).ToList();
            names.ShouldContain("of acme");
            names.ShouldNotContain("of brewco");
        }
    }

    [Fact]
    public async Task Another_tenants_id_is_as_unknown_as_one_that_never_was()
    {
        var id = await Service.CreateTallyAsync("of acme alone", "acme");
        using var brewco = Service.Client("brewco");

        var foreign = (await brewco.GetAsync($"/v1/tallies/{id}")).ShouldBeError(404, "resource_not_found");
        var unknown = (await brewco.GetAsync("/v1/tallies/tly-000000")).ShouldBeError(404, "resource_not_found");
        (await brewco.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 })).ShouldBeError(404, "resource_not_found");

        foreign.Json.TextAt("message")!.Replace(id, "?").ShouldBe(unknown.Json.TextAt("message")!.Replace("tly-000000", "?"));
        (await Service.CountAsync("select count::bigint from tallies where id = $1", id)).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_tenant_there_is_nothing_to_see_and_nothing_to_write()
    {
        await Service.CreateTallyAsync("unseen");
        await using var connection = await Service.Services.GetRequiredService<Database>().App.OpenConnectionAsync();

        // Outside of any transaction the setting was never made, or is empty again after one that made it.
        (await CountOrRefusalAsync(connection)).ShouldBeOneOf("42704", "0");
        await ExecuteAsync(connection, "begin; select set_config('atlas.tenant', 'acme', true); commit");
        (await CountOrRefusalAsync(connection)).ShouldBe("0");
        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection,
            "insert into tallies (tenant_id, id, name, count, weight, version) values ('acme', 'tly-x', 'x', 0, 0, 0)"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_scope_that_nobody_gave_a_tenant_cannot_work()
    {
        await using var scope = Service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TalliesDb>();

        await Should.ThrowAsync<InvalidOperationException>(() => db.Tallies.ToListAsync());
        await Should.ThrowAsync<InvalidOperationException>(() => db.Database.BeginTransactionAsync());
    }

    [Fact]
    public async Task A_scope_never_changes_sides()
    {
        await using var scope = Service.Services.CreateAsyncScope();
        var tenant = scope.ServiceProvider.GetRequiredService<Tenant>();
        tenant.Use("acme");

        Should.Throw<InvalidOperationException>(() => tenant.Use("brewco"));
    }

    [Fact]
    public async Task A_transaction_of_one_tenant_cannot_write_a_row_of_another()
    {
        await using var connection = await Service.Services.GetRequiredService<Database>().App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "select set_config('atlas.tenant', 'acme', true)");

        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection,
            "insert into tallies (tenant_id, id, name, count, weight, version) values ('brewco', 'tly-y', 'y', 0, 0, 0)"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_run_time_roles_own_nothing_and_pass_no_wall()
    {
        var database = Service.Services.GetRequiredService<Database>();
        foreach (var role in (string[])[database.AppRole, database.WorkerRole])
        {
            (await Service.QueryAsync<bool>(
                "select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication from pg_roles where rolname = $1", role)).ShouldBe([false]);
            (await Service.CountAsync("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = $1", role)).ShouldBe(0);
            (await Service.CountAsync("select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1", role)).ShouldBe(0);
        }

        await using var connection = await database.App.OpenConnectionAsync();
        foreach (var sql in (string[])[
            "create table mine (id int)", "drop table tallies", "alter table tallies disable row level security", "truncate tallies",
            "set role postgres", "select * from outbox", "delete from outbox", "delete from inbox", "select * from \"__EFMigrationsHistory\""])
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection, sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
    }

    [Fact]
    public async Task Every_table_with_a_tenant_has_a_wall_and_the_tenant_first_in_its_key()
    {
        // The outbox is read by the relay alone, across tenants; the run-time role cannot read it at all.
        const string tables = "from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' " +
            "where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'outbox'";
        (await Service.CountAsync($"select count(*) {tables}")).ShouldBeGreaterThanOrEqualTo(3);
        (await Service.QueryAsync<string>($"select c.relname::text {tables} and not (c.relrowsecurity and c.relforcerowsecurity)")).ShouldBeEmpty();
        (await Service.QueryAsync<string>(
            $"select c.relname::text {tables} and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indkey[0] = a.attnum)")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update entries set version = 99")]
    [InlineData("delete from entries")]
    [InlineData("truncate entries")]
    public async Task What_is_only_ever_added_to_can_be_neither_changed_nor_deleted(string sql)
    {
        var id = await Service.CreateTallyAsync($"appended before {sql}");
        (await Service.RaiseAsync(id)).ShouldBe(200);
        await Service.EntriesBecomeAsync(id, [1]);
        var database = Service.Services.GetRequiredService<Database>();

        foreach (var role in (NpgsqlDataSource[])[database.App, database.Worker])
        {
            await using var connection = await role.OpenConnectionAsync();
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection, sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        (await Service.EntriesAsync(id)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_message_is_consumed_as_the_tenant_that_sent_it()
    {
        var id = await Service.CreateTallyAsync("of brewco by message", "brewco");
        (await Service.RaiseAsync(id, "brewco")).ShouldBe(200);

        await Service.EntriesBecomeAsync(id, [1]);
        (await Service.QueryAsync<string>("select tenant_id from entries where tally_id = $1", id)).ShouldBe(["brewco"]);
    }

    static async Task<string> CountOrRefusalAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("select count(*) from tallies", connection);
            return (await command.ExecuteScalarAsync())!.ToString()!;
        }
        catch (PostgresException exception)
        {
            return exception.SqlState;
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
