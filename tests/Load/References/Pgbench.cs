using System.Diagnostics;
using System.Globalization;
using Atlas.Load.Measuring;
using Npgsql;

namespace Atlas.Load.References;

/// <summary>
/// What the database itself takes, by PostgreSQL's own benchmark: one ledger row and one conditional update of a balance per transaction,
/// with nothing else around.
/// </summary>
sealed class Pgbench
{
    const int Threads = 2;
    const int LatencyColumn = 2;

    readonly string program;
    readonly NpgsqlConnectionStringBuilder server;
    readonly int items;

    Pgbench(string program, NpgsqlConnectionStringBuilder server, int items) => (this.program, this.server, this.items) = (program, server, items);

    /// <summary>Makes two tables in a schema of its own, beside those of Inventory, on the same server.</summary>
    /// <exception cref="InvalidOperationException">pgbench is not installed.</exception>
    public static async Task<Pgbench> CreateAsync(string connectionString, int items)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var create = database.CreateCommand($"""
            create schema plain;
            create table plain.ledger (id bigint generated always as identity primary key, item int not null, qty numeric(19,6) not null, at timestamptz not null default now());
            create table plain.balances (item int primary key, on_hand numeric(19,6) not null);
            insert into plain.balances select i, 1000000 from generate_series(0, {items - 1}) i;
            create function plain.post(items int[]) returns void language sql as $$
              select from plain.balances where item = any(items) order by item for update;
              insert into plain.ledger (item, qty) select item, -1 from unnest(items) item;
              update plain.balances b set on_hand = on_hand - n.qty from (select item, count(*) as qty from unnest(items) item group by item) n
              where b.item = n.item and b.on_hand >= n.qty;
            $$;
            """);
        await create.ExecuteNonQueryAsync();
        return new Pgbench(Find(), new NpgsqlConnectionStringBuilder(connectionString), items);
    }

    /// <summary>Posts for <paramref name="duration"/>, to one item or to all of them at random.</summary>
    public Task<Sample> RunAsync(bool isHot, int clients, TimeSpan duration) => RunAsync($"""
        \set item {(isHot ? "0" : $"random(0, {items - 1})")}
        begin;
        insert into plain.ledger (item, qty) values (:item, -1);
        update plain.balances set on_hand = on_hand - 1 where item = :item and on_hand >= 1;
        commit;
        """, clients, duration);

    /// <summary>Posts for <paramref name="duration"/>, <paramref name="together"/> to items at random by each transaction, which one function does.</summary>
    /// <returns>What came of the transactions.</returns>
    public Task<Sample> RunTogetherAsync(int together, int clients, TimeSpan duration) => RunAsync(
        $"select plain.post(array(select floor(random() * {items})::int from generate_series(1, {together})));", clients, duration);

    async Task<Sample> RunAsync(string posting, int clients, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("atlas-pgbench").FullName;
        try
        {
            var script = Path.Combine(folder, "posting.sql");
            await File.WriteAllTextAsync(script, posting);
            await StartAsync(folder,
                ["-n", "-M", "prepared", "-c", $"{clients}", "-j", $"{Math.Min(Threads, clients)}", "-T", $"{duration.TotalSeconds:0}", "-f", script, "-l", "--log-prefix", "run", server.Database!]);
            var latencies = new Latencies();
            foreach (var line in Directory.EnumerateFiles(folder, "run*").SelectMany(File.ReadLines))
                latencies.Add(TimeSpan.FromMicroseconds(long.Parse(line.Split(' ')[LatencyColumn], CultureInfo.InvariantCulture)));
            return new Sample(latencies, 0, duration);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task StartAsync(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["PGHOST"] = server.Host, ["PGPORT"] = $"{server.Port}", ["PGUSER"] = server.Username, ["PGPASSWORD"] = server.Password },
        };
        using var process = Process.Start(start)!;
        var (said, _) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"pgbench ended with {process.ExitCode}: {await said}");
    }

    // Debian keeps it with the server's version; elsewhere it is on the path.
    static string Find()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = (Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(version => Path.Combine(version, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
        return folders.Select(folder => Path.Combine(folder, "pgbench")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("pgbench is not installed; it comes with PostgreSQL: apt-get install postgresql.");
    }
}
