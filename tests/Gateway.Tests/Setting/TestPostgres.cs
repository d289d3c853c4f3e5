using Atlas.Embedded.Servers;

namespace Atlas.Gateway.Tests.Setting;

/// <summary>A real PostgreSQL for the tests of this assembly, which need no broker. Gone with its data when they end.</summary>
static class TestPostgres
{
    static readonly Lazy<Task<PostgresServer>> Shared = new(async () =>
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(server);
        return server;
    });

    static int databases;

    /// <summary>Makes an empty database on the shared server and returns the connection string of its owner.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var server = await Shared.Value;
        var name = $"gateway{Interlocked.Increment(ref databases)}";
        await server.CreateDatabaseAsync(name);
        return server.ConnectionString(name);
    }

    /// <summary>Starts a server of one test's own, to be stopped by it.</summary>
    public static Task<PostgresServer> StartAsync() =>
        PostgresServer.StartAsync(Path.Combine(Path.GetTempPath(), $"atlas-gateway-{Guid.NewGuid().ToString("n")[..8]}"));

    /// <summary>Ends a server and deletes its data.</summary>
    public static void End(PostgresServer server)
    {
        server.KillAsync().Wait();
        Directory.Delete(server.Folder, recursive: true);
    }
}
