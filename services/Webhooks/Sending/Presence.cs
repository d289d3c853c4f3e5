using Atlas.Persistence;
using Npgsql;

namespace Atlas.Webhooks.Sending;

/// <summary>
/// Shows the other instances that this one lives: a lock on its number, held by a session of its own. PostgreSQL drops it at
/// the moment when the process dies, so what it had in flight is taken over at once and not only when the leases run out.
/// </summary>
sealed class Presence(Database database) : IAsyncDisposable
{
    /// <summary>The first number of the advisory locks; the second is the instance's.</summary>
    public const int LockSpace = 4713;

    NpgsqlConnection? session;

    /// <summary>Drawn anew by every process.</summary>
    public int Number { get; } = Random.Shared.Next();

    /// <summary>Takes the lock, again if the session was lost.</summary>
    public async Task ShowAsync(CancellationToken ct)
    {
        if (session is not null)
        {
            try
            {
                await using var stillThere = new NpgsqlCommand("select 1", session);
                await stillThere.ExecuteScalarAsync(ct);
                return;
            }
            catch (NpgsqlException)
            {
                // The server ended the session, and the lock with it.
                await session.DisposeAsync();
                session = null;
            }
        }

        var opened = await database.Worker.OpenConnectionAsync(ct);
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({LockSpace}, {Number})", opened);
        await take.ExecuteNonQueryAsync(ct);
        session = opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (session is null) return;
        await using var release = new NpgsqlCommand("select pg_advisory_unlock_all()", session);
        await release.ExecuteNonQueryAsync();
        await session.DisposeAsync();
    }
}
