using Npgsql;

namespace Atlas.Load.References;

/// <summary>
/// What the database itself takes: one order row and its two lines per transaction, sent in one go, with nothing else around.
/// </summary>
sealed class PlainInserts : IAsyncDisposable
{
    readonly NpgsqlDataSource database;
    int orders;

    PlainInserts(NpgsqlDataSource database) => this.database = database;

    /// <summary>Makes two tables in a schema of its own, beside those of Atlas, on the same server.</summary>
    public static async Task<PlainInserts> CreateAsync(string connectionString, int mostClients)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = mostClients, MaxAutoPrepare = 10,
        }.ConnectionString);
        await using var create = database.CreateCommand("""
            create schema plain;
            create table plain.orders (tenant_id text, id text, code text, brand text, ship_by date, units int, at timestamptz, primary key (tenant_id, id));
            create unique index on plain.orders (tenant_id, code);
            create table plain.lines (tenant_id text, order_id text, id text, sku text, units int, primary key (tenant_id, order_id, id));
            """);
        await create.ExecuteNonQueryAsync();
        return new PlainInserts(database);
    }

    /// <summary>A client that inserts one order per call.</summary>
    public Func<Task<bool>> Client() => async () =>
    {
        var id = $"ord-{Interlocked.Increment(ref orders):x8}";
        await using var batch = database.CreateBatch();
        var order = new NpgsqlBatchCommand("insert into plain.orders values ('acme', $1, $1, 'summit', date '2026-12-01', 42, now())");
        order.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        batch.BatchCommands.Add(order);
        foreach (var line in (string[])["li-001", "li-002"])
        {
            var insert = new NpgsqlBatchCommand("insert into plain.lines values ('acme', $1, $2, 'SKU-1', 21)");
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = line });
            batch.BatchCommands.Add(insert);
        }

        await batch.ExecuteNonQueryAsync();
        return true;
    };

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
