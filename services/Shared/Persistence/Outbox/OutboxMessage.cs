using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Persistence.Outbox;

/// <summary>A message that is committed and not yet confirmed by the broker.</summary>
sealed class OutboxMessage
{
    /// <summary>Parts that relays of several instances share among them; an aggregate is always in the same one.</summary>
    public const int Parts = 16;

    public long Id { get; init; }
    public required short Part { get; init; }
    public required string AggregateId { get; init; }
    public required long AggregateVersion { get; init; }
    public required Guid MessageId { get; init; }

    // Not ITenantOwned: the relay serves all tenants, and nobody else reads this table.
    public required string TenantId { get; init; }
    public required string Type { get; init; }
    public string? TraceParent { get; init; }
    public required byte[] Body { get; init; }
    public DateTimeOffset AvailableAt { get; init; }
    public int Attempts { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when the relay gave up; such a row waits for a person.</summary>
    public DateTimeOffset? DiedAt { get; init; }

    public static short PartOf(string aggregateId)
    {
        var hash = 17u;
        foreach (var c in aggregateId) hash = hash * 31 + c; // Stable across processes, unlike string.GetHashCode.
        return (short)(hash % Parts);
    }

    public static void Map(EntityTypeBuilder<OutboxMessage> table)
    {
        table.ToTable("outbox");
        table.HasKey(m => m.Id);
        table.Property(m => m.Id).UseIdentityAlwaysColumn();
        table.Property(m => m.AvailableAt).HasDefaultValueSql("now()");
        table.Property(m => m.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        table.HasIndex(m => new { m.Part, m.Id }).HasFilter("died_at is null"); // The relay reads a part in order.
        table.HasIndex(m => new { m.AggregateId, m.Id }).HasFilter("attempts > 0"); // What waits behind a failed message.
        table.HasIndex(m => m.MessageId).IsUnique();
    }

    // By hand and not by EF: identity values must follow the order of publishing, and one statement takes them all.
    public static NpgsqlBatchCommand Insert(IReadOnlyList<OutboxMessage> messages)
    {
        var insert = new NpgsqlBatchCommand("""
            insert into outbox (part, aggregate_id, aggregate_version, message_id, tenant_id, type, trace_parent, body, attempts)
            select part, aggregate_id, aggregate_version, message_id, tenant_id, type, trace_parent, body, 0
            from unnest($1::smallint[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bytea[])
                with ordinality as m (part, aggregate_id, aggregate_version, message_id, tenant_id, type, trace_parent, body, nr)
            order by nr
            """);
        Add(messages.Select(m => m.Part).ToArray());
        Add(messages.Select(m => m.AggregateId).ToArray());
        Add(messages.Select(m => m.AggregateVersion).ToArray());
        Add(messages.Select(m => m.MessageId).ToArray());
        Add(messages.Select(m => m.TenantId).ToArray());
        Add(messages.Select(m => m.Type).ToArray());
        insert.Parameters.Add(new NpgsqlParameter
        {
            Value = messages.Select(m => m.TraceParent).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        Add(messages.Select(m => m.Body).ToArray());
        return insert;

        void Add<T>(T value) => insert.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }
}
