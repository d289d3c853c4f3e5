using Atlas.Persistence;
using Npgsql;

namespace Atlas.Gateway.Credentials;

/// <summary>Writes down, a few times a minute and for all keys at once, when each was last used; and forgets idle ones.</summary>
sealed class KeyUse(KnownKeys keys, Database database, TimeProvider time, ILogger<KeyUse> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    // By hand, because one statement serves all tenants; it leaves the version alone, as nobody changed the key.
    const string Sql = """
        update api_keys set last_used_at = used.at
        from unnest($1::text[], $2::timestamptz[]) as used (id, at)
        where key_id = used.id and (last_used_at is null or last_used_at < used.at)
        """;

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        using var timer = new PeriodicTimer(Pause, time);
        var since = 0L;
        while (await timer.WaitForNextTickAsync(ct))
        {
            var started = time.GetTimestamp();
            try
            {
                await WriteAsync([.. keys.UsedSince(since)], ct);
                since = started;
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning("The last use of keys could not be written yet: {Reason}", exception.Message);
            }

            keys.ForgetIdle();
        }
    }

    async Task WriteAsync((string Id, long At)[] used, CancellationToken ct)
    {
        if (used.Length == 0) return;
        var (utc, now) = (time.GetUtcNow(), time.GetTimestamp());
        await using var command = database.Worker.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. used.Select(use => use.Id)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. used.Select(use => (utc - time.GetElapsedTime(use.At, now)).UtcDateTime)] });
        await command.ExecuteNonQueryAsync(ct);
    }
}
