using System.Reflection;
using Atlas.Embedded.Servers;

namespace Atlas.Support;

/// <summary>
/// A real PostgreSQL and a real RabbitMQ for the tests of one assembly, in a folder of their own and on free ports. They start
/// when first asked for, and are gone with their data when the test process ends.
/// </summary>
public sealed class TestInfrastructure
{
    static readonly Lazy<Task<TestInfrastructure>> Started = new(StartAsync);

    int databases;

    TestInfrastructure(string folder, PostgresServer postgres, RabbitMqServer rabbitMq) =>
        (Folder, Postgres, RabbitMq) = (folder, postgres, rabbitMq);

    /// <summary>The one of this process.</summary>
    public static Task<TestInfrastructure> SharedAsync() => Started.Value;

    public string Folder { get; }
    public PostgresServer Postgres { get; }
    public RabbitMqServer RabbitMq { get; }

    /// <summary>Makes an empty database and returns the connection string of its owner.</summary>
    /// <param name="name">
    /// What it is for, in lower case, for example <c>orders</c>. A number is added, so that every test class has its own.
    /// </param>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        var unique = $"{name}{Interlocked.Increment(ref databases)}";
        await Postgres.CreateDatabaseAsync(unique);
        return Postgres.ConnectionString(unique);
    }

    static async Task<TestInfrastructure> StartAsync()
    {
        var folder = TestFolder.Create(Assembly.GetEntryAssembly()?.GetName().Name ?? "tests");
        var postgres = PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        var rabbitMq = RabbitMqServer.StartAsync(Path.Combine(folder, "rabbitmq"));
        var infrastructure = new TestInfrastructure(folder, await postgres, await rabbitMq);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => infrastructure.End();
        return infrastructure;
    }

    // The data is of no use to anybody, so nothing needs to be written down in order.
    void End()
    {
        Task.WaitAll(Postgres.KillAsync(), RabbitMq.KillAsync());
        TestFolder.Delete(Folder);
    }
}

/// <summary>Folders for one run of tests.</summary>
static class TestFolder
{
    /// <summary>A new folder whose name says what it is for.</summary>
    public static string Create(string name) => Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"atlas-{name.Replace("Atlas.", "").ToLowerInvariant()}-{Guid.NewGuid().ToString("n")[..8]}")).FullName;

    /// <summary>Deletes what processes that were just killed may still hold open.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"{folder} stays behind: {exception.Message}");
        }
    }
}
