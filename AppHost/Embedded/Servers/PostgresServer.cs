using Atlas.Embedded.Processes;
using Npgsql;

namespace Atlas.Embedded.Servers;

/// <summary>
/// A PostgreSQL server of our own on this machine, in a private folder and on a private port, with <c>fsync</c> and
/// <c>synchronous_commit</c> on. Nothing of it is left when it was stopped, killed or disposed, except the folder.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(2);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(5);

    readonly string dataFolder;
    readonly string[] arguments;
    readonly PostgresPrograms programs;
    readonly LogFile log;
    ChildProcess? process;

    PostgresServer(string folder, int? port, string[] arguments)
    {
        Folder = ServerFolder.Open(folder);
        dataFolder = Path.Combine(Folder, "data");
        this.arguments = arguments;
        programs = PostgresPrograms.Find(dataFolder);
        Port = port ?? Ports.Free();
        Password = ServerFolder.Password(Folder);
        log = new LogFile(Path.Combine(Folder, "postgres.log"));
    }

    /// <summary>The folder with the data, the log and the password.</summary>
    public string Folder { get; }

    /// <summary>The port on localhost; the same after <see cref="StartAsync(CancellationToken)"/>.</summary>
    public int Port { get; }

    /// <summary>The password of the user <c>postgres</c>; kept in the folder.</summary>
    public string Password { get; }

    /// <summary>The id of the server's process; null when it does not run.</summary>
    public int? ProcessId => process is { Exited.IsCompleted: false } p ? p.Key.Id : null;

    /// <summary>Completes with the exit code when the running server ends, for whatever reason.</summary>
    /// <exception cref="InvalidOperationException">The server was never started.</exception>
    public Task<int> Exited => (process ?? throw new InvalidOperationException("The server was never started.")).Exited;

    /// <summary>
    /// Starts a server on the folder, makes the data in it when it is new, and returns when connections are accepted.
    /// </summary>
    /// <param name="folder">The private folder; made when missing.</param>
    /// <param name="port">A port of the caller's choice; null for any free one.</param>
    /// <param name="arguments">Further arguments, such as <c>-c max_connections=50</c>.</param>
    /// <param name="ct">Gives up and leaves nothing running.</param>
    /// <exception cref="StartFailedException">A missing program, a taken port, a folder of another version.</exception>
    public static async Task<PostgresServer> StartAsync(
        string folder, int? port = null, IEnumerable<string>? arguments = null, CancellationToken ct = default)
    {
        var server = new PostgresServer(folder, port, [.. arguments ?? []]);
        await server.StartAsync(ct);
        return server;
    }

    /// <summary>Starts the server again on the same folder and port after a stop or a kill.</summary>
    /// <exception cref="StartFailedException">The port was taken meanwhile, or the server refuses its data.</exception>
    public async Task StartAsync(CancellationToken ct = default)
    {
        try
        {
            await EndOrphansAsync();
            ServerFolder.DemandPort("postgres", Port);
            if (!File.Exists(Path.Combine(dataFolder, "PG_VERSION"))) await MakeDataAsync(ct);

            // Its process was ended above if it ran; what is left is a note that could stop a start for no reason.
            File.Delete(Path.Combine(dataFolder, "postmaster.pid"));
            process = await ChildProcess.StartAsync(programs.Server(dataFolder, Folder, Port, arguments, log.Write));
            await ReadyAsync(ct);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>A connection string for the owner of everything on this server.</summary>
    public string ConnectionString(string database = "postgres") =>
        $"Host=localhost;Port={Port};Username=postgres;Password={Password};Database={database}";

    /// <summary>Makes a database unless it exists.</summary>
    public async Task CreateDatabaseAsync(string name, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await exists.ExecuteScalarAsync(ct) is not null) return;

        await using var create = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends the server and its children with SIGKILL, as a crash would.</summary>
    public Task KillAsync() => process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends the server in order; connections are cut, what was committed stays.</summary>
    public Task StopAsync() => process?.StopAsync(StopPatience) ?? Task.CompletedTask;

    /// <summary>Stops the server; the folder stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        log.Dispose();
    }

    /// <summary>
    /// Ends a server on this folder whose starter was killed, and waits for the children of one that was killed itself: they
    /// end by themselves as soon as they notice, and until then the data is locked.
    /// </summary>
    async Task EndOrphansAsync()
    {
        await ProcessRecord.EndLeftoverAsync(programs.RecordFile(Folder), ProcessTable.SIGINT);
        var orphans = ProcessTable.WorkingIn(dataFolder, "postgres");
        if (await ProcessTable.AllGoneAsync(orphans, OrphanPatience)) return;
        foreach (var orphan in orphans) ProcessTable.Signal(orphan, ProcessTable.SIGKILL);
        await ProcessTable.AllGoneAsync(orphans, OrphanPatience);
    }

    async Task MakeDataAsync(CancellationToken ct)
    {
        // Made under another name, so that a start cut short is not taken for data.
        var unfinished = dataFolder + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        foreach (var step in programs.MakeData(unfinished, Folder, log.Write))
            if (await ChildProcess.RunAsync(step, ct) != 0)
                throw new StartFailedException($"PostgreSQL cannot make its data in {Folder}: {log.Telling("error", "fatal")}");
        Directory.Move(unfinished, dataFolder);
    }

    async Task ReadyAsync(CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await AcceptsAsync(ct))
        {
            if (Exited.IsCompleted)
                throw new StartFailedException($"PostgreSQL ended as it started: {log.Telling("fatal", "error", "panic")}");
            if (TimeProvider.System.GetElapsedTime(started) > ReadyPatience)
                throw new StartFailedException($"PostgreSQL did not accept connections in {ReadyPatience.TotalSeconds:0} s; see {log.Path}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    async Task<bool> AcceptsAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not yet.
        }
    }
}
