using Npgsql;

namespace Atlas.Load.Inventory;

/// <summary>
/// What the database itself takes: one ledger row and one conditional update of a balance per transaction, sent in one go, as
/// <c>pgbench</c> would, with nothing else around.
/// </summary>
sealed class PlainPostings : IAsyncDisposable
{
    readonly NpgsqlDataSource database;
    readonly int items;

    PlainPostings(NpgsqlDataSource database, int items) => (this.database, this.items) = (database, items);

    /// <summary>Makes two tables in a schema of its own, beside those of Inventory, on the same server.</summary>
    public static async Task<PlainPostings> CreateAsync(string connectionString, int mostClients, int items)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = mostClients, MaxAutoPrepare = 10 }.ConnectionString);
        await using var create = database.CreateCommand($"""
            create schema plain;
            create table plain.ledger (id bigint generated always as identity primary key, item int not null, qty numeric(19,6) not null, at timestamptz not null default now());
            create table plain.balances (item int primary key, on_hand numeric(19,6) not null);
            insert into plain.balances select i, 1000000 from generate_series(0, {items - 1}) i;
            """);
        await create.ExecuteNonQueryAsync();
        return new PlainPostings(database, items);
    }

    /// <summary>A client that posts once per call.</summary>
    public Func<Task<bool>> Client(bool isHot) => async () =>
    {
        var item = isHot ? 0 : Random.Shared.Next(items);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])["insert into plain.ledger (item, qty) values ($1, -1)", "update plain.balances set on_hand = on_hand - 1 where item = $1 and on_hand >= 1"])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = item });
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return true;
    };

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
