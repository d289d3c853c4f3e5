using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Webhooks.Events;

/// <summary>The last number that was given to an event of one ordering key.</summary>
sealed class EventSequence : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required string OrderingKey { get; init; }
    public long Last { get; init; }

    /// <summary>Gives the next number. By hand, because the row is to stay locked until the commit: a rollback leaves no gap.</summary>
    /// <returns>The number, and the time by the database's clock, which due times are compared with.</returns>
    public static async Task<(long Sequence, DateTimeOffset Now)> NextAsync(WebhooksDb db, string orderingKey, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            insert into event_sequences as s (tenant_id, ordering_key, last) values ($1, $2, 1)
            on conflict (tenant_id, ordering_key) do update set last = s.last + 1 returning last, now()
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = db.CurrentTenant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = orderingKey });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
    }
}
