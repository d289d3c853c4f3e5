using Atlas.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Gateway.Credentials;

/// <summary>Finds a key by its id, before anybody knows whose it is: the one question that is asked across tenants.</summary>
sealed class KeyLookup(Database database)
{
    // By hand, because it runs in front of every first request of a key and needs nothing that EF Core gives.
    const string Sql = """
        select tenant_id, hash, previous_hash, previous_until, scopes, expires_at, revoked_at
        from api_keys where key_id = $1
        """;

    long questions;

    /// <summary>How often the database was asked.</summary>
    public long Questions => Interlocked.Read(ref questions);

    public async Task<StoredKey?> FindAsync(string id)
    {
        Interlocked.Increment(ref questions);
        if (!database.Ready.IsCompletedSuccessfully) throw new NpgsqlException("The tables are not there yet.");
        await using var command = database.Worker.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id, NpgsqlDbType = NpgsqlDbType.Text });
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync()) return null;
        return new StoredKey(id, row.GetString(0), row.GetFieldValue<byte[]>(1), Value<byte[]>(row, 2), Time(row, 3),
            row.GetFieldValue<string[]>(4), Time(row, 5), Time(row, 6));
    }

    static T? Value<T>(NpgsqlDataReader row, int column) where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
