using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Inventory.Ledger;

/// <summary>Statements of the ledger's batches. The tenant is <c>$1</c> of each.</summary>
static class LedgerBatch
{
    public static void Add(this NpgsqlBatch batch, InventoryDb db, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = db.CurrentTenant });
        foreach (var value in values)
            command.Parameters.Add(value is DBNull ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.TimestampTz } : new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    /// <summary>Inserts rows, in their order.</summary>
    /// <param name="then">What follows the rows, for example <c>on conflict … do update …</c>.</param>
    public static void AddRows<T>(this NpgsqlBatch batch, InventoryDb db, IEnumerable<T> rows, string then = "") where T : class, ITenantOwned =>
        batch.BatchCommands.Add(RowInsert.Of(db, [.. rows], then));
}
