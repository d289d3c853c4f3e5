using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>Deletes what has served its time: idempotent answers after 7 days, inbox receipts after 30.</summary>
sealed class ClearingAway(Database database, TimeProvider time, ILogger<ClearingAway> log) : BackgroundService
{
    const int Batch = 5_000;
    static readonly TimeSpan Every = TimeSpan.FromHours(1);
    static readonly (string Table, string Key, string Column, TimeSpan Kept)[] Rules =
    [
        ("idempotency", "ctid", "created_at", TimeSpan.FromDays(7)),
        // Longer than any message can wait in an error queue before somebody sends it again.
        ("inbox", "ctid", "received_at", TimeSpan.FromDays(30)),
    ];

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                foreach (var (table, key, column, kept) in Rules) await ClearAsync(table, key, column, time.GetUtcNow() - kept, ct);
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning("Clearing away waits for the next hour: {Reason}", exception.Message);
            }
        }
    }

    // In small batches, so that no lock is held for long and no replica lags.
    async Task ClearAsync(string table, string key, string column, DateTimeOffset before, CancellationToken ct)
    {
        int deleted;
        do
        {
            await using var command = database.Worker.CreateCommand(
                $"delete from {table} where {key} = any(array(select {key} from {table} where {column} < $1 limit {Batch}))");
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime });
            deleted = await command.ExecuteNonQueryAsync(ct);
        }
        while (deleted == Batch);
    }
}
