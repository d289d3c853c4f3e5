using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Atlas.Load.Measuring;
using Atlas.ServiceDefaults;
using Atlas.Support;
using Npgsql;

namespace Atlas.Load;

/// <summary>The whole of Atlas, built in Release, on data and ports of its own, gone when the benchmark ends.</summary>
sealed class SystemUnderTest : IAsyncDisposable
{
    /// <summary>All processes of Atlas itself.</summary>
    public static readonly string[] Parts =
        ["gateway", "catalog", "inventory", "procurement", "sales", "production", "orders", "webhooks"];

    static readonly string[] Databases = ["ordersdb", "productiondb", "webhooksdb", "inventorydb", "catalogdb"];
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan MakingData = TimeSpan.FromMinutes(10);
    const int QuietLooks = 5;

    readonly RunningAtlas atlas;
    readonly Dictionary<string, NpgsqlDataSource> owners = [];

    SystemUnderTest(RunningAtlas atlas, ECDsa identityKey, TimeSpan startTime)
    {
        (this.atlas, IdentityKey, StartTime) = (atlas, identityKey, startTime);
        foreach (var database in Databases) owners[database] = NpgsqlDataSource.Create(atlas.ConnectionStringOf(database));
    }

    /// <summary>The key that the gateway signs with in this run, to ask a service in the gateway's name.</summary>
    public ECDsa IdentityKey { get; }

    /// <summary>From the first process to the last one healthy.</summary>
    public TimeSpan StartTime { get; }

    public Uri Gateway => new(atlas.Url);

    public ApiClient Client => atlas.Client();

    /// <summary>A client of another tenant, through the gateway.</summary>
    public async Task<ApiClient> ClientOfAsync(string tenant) => atlas.Client(await atlas.KeyOfTenantAsync(tenant));

    /// <summary>Who asks, as the gateway tells a service.</summary>
    public (string Name, string Value) Identity(string service, string tenant) => (IdentityToken.Header, IdentityToken.Mint(
        IdentityKey, new Caller(tenant, "bootstrap", new HashSet<string> { Scope.Admin }, DryRunWrites: false), service, TimeProvider.System.GetUtcNow()));

    public static async Task<SystemUnderTest> StartAsync()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var started = Stopwatch.GetTimestamp();
        var atlas = await RunningAtlas.StartAsync(new Dictionary<string, string>
        {
            // Nothing that is measured is to be refused for its rate; it is counted all the same.
            ["Atlas__Limits__Key"] = "10000000",
            ["Atlas__Limits__Tenant"] = "10000000",
            ["Atlas__Limits__Address"] = "10000000",
            ["Parameters__identity-private-key"] = Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
        });
        return new SystemUnderTest(atlas, key, Stopwatch.GetElapsedTime(started));
    }

    public Uri UrlOf(string service) => new(atlas.UrlOf(service));

    public int PidOf(string part) => atlas.PidOf(part);

    public string ConnectionStringOf(string database) => atlas.ConnectionStringOf(database);

    /// <summary>Memory that a process has in RAM, in MB.</summary>
    public double ResidentMegabytes(string part)
    {
        var line = File.ReadLines($"/proc/{PidOf(part)}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>Reads one number as the owner of a database.</summary>
    public async Task<long> NumberAsync(string database, string sql)
    {
        await using var command = owners[database].CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Changes rows as the owner of a database.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var command = owners[database].CreateCommand(sql);
        command.CommandTimeout = (int)MakingData.TotalSeconds;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until what was begun is worked off: nothing in an outbox, and no message arriving anywhere.</summary>
    /// <returns>How long that took, or null when it was not done within <paramref name="patience"/>.</returns>
    public async Task<TimeSpan?> UntilQuietAsync(TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        var (last, quiet) = (-1L, 0);
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < patience)
        {
            var (waiting, arrived) = (0L, 0L);
            foreach (var database in Databases)
            {
                waiting += await NumberAsync(database, "select count(*) from outbox");
                arrived += await NumberAsync(database, "select count(*) from inbox");
            }

            quiet = waiting == 0 && arrived == last ? quiet + 1 : 0;
            last = arrived;
            if (quiet == QuietLooks) return elapsed - QuietLooks * BetweenLooks;
            await Task.Delay(BetweenLooks);
        }

        return null;
    }

    /// <summary>Connections to an address.</summary>
    public static IReadOnlyList<Connection> Connections(Uri address, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Connection(address))];

    public async ValueTask DisposeAsync()
    {
        foreach (var owner in owners.Values) await owner.DisposeAsync();
        await atlas.DisposeAsync();
        IdentityKey.Dispose();
    }
}
