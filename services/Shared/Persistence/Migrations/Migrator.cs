using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atlas.Persistence.Migrations;

/// <summary>
/// Brings the tables up to date at start-up, then the walls around them, then the rows to start with. An advisory lock lets
/// several replicas start at once. While the database is away it keeps trying; the service answers 503 meanwhile.
/// </summary>
sealed class Migrator<TDb>(
    Database database, IServiceScopeFactory scopes, IEnumerable<StartingRows<TDb>> startingRows, ILogger<Migrator<TDb>> log)
    : BackgroundService where TDb : ServiceDb
{
    const int LockKey = 4710;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await MigrateAsync(ct);
                database.IsReady();
                return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested && IsPassing(exception))
            {
                log.LogWarning("The database is not reachable yet: {Reason}", exception.Message);
                await Task.Delay(Pause, ct);
            }
        }
    }

    async Task MigrateAsync(CancellationToken ct)
    {
        await using var owner = new NpgsqlConnection(database.Owner.ConnectionString);
        await owner.OpenAsync(ct);
        await ExecuteAsync(owner, $"select pg_advisory_lock({LockKey})", ct); // Ends with the connection.

        await using var scope = scopes.CreateAsyncScope();
        var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(database.Owner.ConnectionString).Options;
        await using (var db = ActivatorUtilities.CreateInstance<TDb>(scope.ServiceProvider, options, new Tenant()))
        {
            var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
            if (pending.Count > 0) log.LogInformation("Applying {Count} migrations: {Names}", pending.Count, string.Join(", ", pending));
            await db.Database.MigrateAsync(ct);
            await ExecuteAsync(owner, Walls.Sql(database, db.Model), ct);
        }

        foreach (var rows in startingRows) await AddAsync(rows, ct);
    }

    async Task AddAsync(StartingRows<TDb> rows, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(rows.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await rows.Seed(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    // A wrong migration or a wrong password must stop the service loudly; a server that starts or restarts is waited for.
    static bool IsPassing(Exception exception) => exception is NpgsqlException { IsTransient: true } or TimeoutException
        || exception is PostgresException { SqlState: "3D000" or "57P01" or "57P02" or "57P03" or "40001" or "XX000" }
        || (exception.InnerException is { } inner && IsPassing(inner));

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
