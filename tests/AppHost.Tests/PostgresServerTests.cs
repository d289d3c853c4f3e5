using Atlas.Embedded.Processes;
using Atlas.Embedded.Servers;
using Npgsql;

namespace Atlas.AppHost.Tests;

public sealed class PostgresServerTests : IDisposable
{
    readonly TempFolder folder = new();

    [Fact]
    public async Task Keeps_what_was_committed_through_a_kill_and_a_start_on_the_same_folder_and_port()
    {
        await using var server = await PostgresServer.StartAsync(folder.Path);
        await server.CreateDatabaseAsync("kept");
        await Run(server, "create table t (n int); insert into t values (42)");
        var port = server.Port;

        await server.KillAsync();
        await server.StartAsync();

        server.Port.ShouldBe(port);
        (await Run(server, "select n from t")).ShouldBe(42);
    }

    [Fact]
    public async Task Is_durable_and_takes_many_connections()
    {
        await using var server = await PostgresServer.StartAsync(folder.Path);
        await server.CreateDatabaseAsync("kept");

        (await Run(server, "select current_setting('fsync')")).ShouldBe("on");
        (await Run(server, "select current_setting('synchronous_commit')")).ShouldBe("on");
        (await Run(server, "select current_setting('max_connections')")).ShouldBe("300");
    }

    [Fact]
    public async Task Leaves_no_process_behind_when_it_is_stopped_or_killed()
    {
        await using var server = await PostgresServer.StartAsync(folder.Path);
        List<ProcessKey> family = [ProcessTable.Find(server.ProcessId!.Value)!.Value, .. ProcessTable.Descendants(server.ProcessId!.Value)];
        family.Count.ShouldBeGreaterThan(3);
        await server.StopAsync();
        family.Where(ProcessTable.IsAlive).ShouldBeEmpty();

        await server.StartAsync();
        family = [ProcessTable.Find(server.ProcessId!.Value)!.Value, .. ProcessTable.Descendants(server.ProcessId!.Value)];
        await server.KillAsync();
        family.Where(ProcessTable.IsAlive).ShouldBeEmpty();
        server.ProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task Starts_although_a_note_of_an_earlier_server_names_a_living_process()
    {
        await using (await PostgresServer.StartAsync(folder.Path)) { }
        var note = Path.Combine(folder.Path, "data", "postmaster.pid");
        await File.WriteAllTextAsync(note, $"{Environment.ProcessId}\n{folder.Path}/data\n1\n5432\n\n\n");

        await using var server = await PostgresServer.StartAsync(folder.Path);

        server.ProcessId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Ends_an_earlier_server_on_its_folder_whose_starter_is_gone()
    {
        // Started and then forgotten, as by a host that was killed.
        var forgotten = await PostgresServer.StartAsync(folder.Path);
        var process = ProcessTable.Find(forgotten.ProcessId!.Value)!.Value;

        await using var server = await PostgresServer.StartAsync(folder.Path);

        ProcessTable.IsAlive(process).ShouldBeFalse();
        server.ProcessId.ShouldNotBe(process.Id);
    }

    [Fact]
    public async Task A_taken_port_is_one_line_that_names_the_port()
    {
        using var taken = new TakenPort();

        var failure = await Should.ThrowAsync<StartFailedException>(() => PostgresServer.StartAsync(folder.Path, taken.Port));

        failure.Message.ShouldBe($"Port {taken.Port}, which postgres needs, is taken by another program.");
    }

    static async Task<object?> Run(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("kept") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public void Dispose() => folder.Dispose();
}
