using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>The ways into a service's database.</summary>
/// <remarks>
/// The connection string that the host gives belongs to the owner and is used for migrations only. At run time the service is
/// one of two roles that own nothing: <c>…_app</c>, which sees one tenant per transaction, and <c>…_worker</c>, for background
/// work that serves all tenants. Their passwords are derived from the owner's, so that replicas agree without being told.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    const int MaxPoolSize = 60;
    const int ConnectTimeoutSeconds = 5;
    const int CommandTimeoutSeconds = 10;
    const int LockTimeoutMilliseconds = 2_500;

    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Database(string ownerConnectionString, string service)
    {
        Owner = new NpgsqlConnectionStringBuilder(ownerConnectionString)
        {
            ApplicationName = $"{service} migrations", Pooling = false, Timeout = ConnectTimeoutSeconds,
        };
        AppRole = $"{Owner.Database}_app";
        WorkerRole = $"{Owner.Database}_worker";
        App = NpgsqlDataSource.Create(RunTime(AppRole, service));
        Worker = NpgsqlDataSource.Create(RunTime(WorkerRole, $"{service} worker"));
    }

    /// <summary>For requests and consumers: sees the tenant that its transaction names, and nothing outside of one.</summary>
    public NpgsqlDataSource App { get; }

    /// <summary>For background work across tenants: relays, dispatchers, clearing away.</summary>
    public NpgsqlDataSource Worker { get; }

    /// <summary>Completes when the tables stand. Background work waits for it; requests are refused until then.</summary>
    public Task Ready => ready.Task;

    internal NpgsqlConnectionStringBuilder Owner { get; }
    internal string AppRole { get; }
    internal string WorkerRole { get; }

    internal void IsReady() => ready.TrySetResult();

    internal string PasswordOf(string role) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Owner.Password ?? ""), Encoding.UTF8.GetBytes($"atlas:{role}")));

    string RunTime(string role, string applicationName) => new NpgsqlConnectionStringBuilder(Owner.ConnectionString)
    {
        Username = role,
        Password = PasswordOf(role),
        ApplicationName = applicationName,
        Pooling = true,
        MaxPoolSize = MaxPoolSize,
        CommandTimeout = CommandTimeoutSeconds,
        MaxAutoPrepare = 100,
        // Nothing is ever set on a connection but inside a transaction, where it ends; resetting would cost several statements each time.
        NoResetOnClose = true,
        Options = $"-c lock_timeout={LockTimeoutMilliseconds}",
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Worker.DisposeAsync();
    }
}
