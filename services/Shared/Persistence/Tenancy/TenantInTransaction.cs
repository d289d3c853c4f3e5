using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Atlas.Persistence.Tenancy;

/// <summary>
/// Tells PostgreSQL the tenant as the first statement of each transaction. The setting ends with the transaction, so a pooled
/// connection cannot carry it to somebody else; outside a transaction row-level security shows nothing.
/// </summary>
sealed class TenantInTransaction : DbTransactionInterceptor
{
    /// <summary>The setting that the policies compare <c>tenant_id</c> with.</summary>
    public const string Setting = "atlas.tenant";

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData data, DbTransaction transaction, CancellationToken ct = default)
    {
        if (data.Context is ServiceDb { Tenant: { } tenant, NamesTenantItself: false })
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"select set_config('{Setting}', $1, true)";
            var parameter = command.CreateParameter();
            parameter.Value = tenant.Id;
            command.Parameters.Add(parameter);
            await command.ExecuteNonQueryAsync(ct);
        }

        return transaction;
    }
}
