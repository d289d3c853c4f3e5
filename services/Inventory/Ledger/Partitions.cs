using Atlas.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Inventory.Ledger;

/// <summary>Makes the ledger's partitions of this and the coming months, long before they are needed.</summary>
/// <remarks>A posting finds a place even without: there is a default partition, so a clock that is wrong stops nothing.</remarks>
sealed class Partitions(Database database, TimeProvider time, ILogger<Partitions> log) : BackgroundService
{
    const int MonthsAhead = 4;
    static readonly TimeSpan Every = TimeSpan.FromHours(12);
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            var pause = Every;
            try
            {
                await using var make = database.Worker.CreateCommand($"select make_ledger_partitions($1, {MonthsAhead})");
                make.Parameters.Add(new NpgsqlParameter<DateOnly>
                {
                    TypedValue = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), NpgsqlDbType = NpgsqlDbType.Date,
                });
                await make.ExecuteNonQueryAsync(ct);
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning("The ledger's next partitions are not made yet: {Reason}", exception.Message);
                pause = PauseAfterFault;
            }

            await Task.Delay(pause, time, ct);
        }
    }
}
