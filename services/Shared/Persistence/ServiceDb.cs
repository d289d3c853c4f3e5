using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Atlas.Persistence.Idempotency;
using Atlas.Persistence.Inbox;
using Atlas.Persistence.Outbox;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>
/// The database of one service. Names are snake_case, rows of other tenants are invisible, <c>Version</c> guards against lost
/// updates, and what is published is committed with the change that causes it.
/// </summary>
public abstract class ServiceDb : DbContext
{
    readonly Tenant? tenant;
    readonly List<OutboxMessage> published = [];
    bool relayIsDue;

    protected ServiceDb(DbContextOptions options, Tenant? tenant) : base(options)
    {
        this.tenant = tenant;
        // A save that fails ends its unit of work, which starts over from the beginning, so there is nothing to go back to halfway.
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>Whose data this is; null only where the tables are made.</summary>
    internal Tenant? Tenant => tenant;

    /// <summary>The tenant that every query is filtered by.</summary>
    public string CurrentTenant => tenant?.Id ?? throw new InvalidOperationException("This context only makes tables.");

    /// <summary>
    /// True when the tenant is named by <see cref="NameTenant"/> in the first batch of a transaction, which saves a round trip; without it, the
    /// transaction sees nothing.
    /// </summary>
    public bool NamesTenantItself { get; set; }

    /// <summary>Names the tenant for the transaction, and sets what else is to hold for it.</summary>
    /// <param name="settings">Settings of PostgreSQL, for example <c>enable_seqscan</c>, with their values.</param>
    public NpgsqlBatchCommand NameTenant(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var sql = $"select set_config('{TenantInTransaction.Setting}', $1, true)";
        foreach (var (name, value) in settings) sql += $", set_config('{name}', '{value}', true)";
        return new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<string> { TypedValue = CurrentTenant } } };
    }

    /// <summary>Maps the service's own tables.</summary>
    protected abstract void MapTables(ModelBuilder model);

    /// <summary>
    /// Announces what happened. The message leaves when the change commits, and never otherwise; messages of one aggregate
    /// leave in the order in which they were published.
    /// </summary>
    /// <param name="message">A record of <c>Shared/Contracts</c>.</param>
    /// <param name="aggregateId">What it is about, for example <c>ord-q3k7m2</c>. Lock or change that row in the same save.</param>
    /// <param name="version">The aggregate's version after the change, so that receivers can tell old from new.</param>
    /// <param name="traceParent">The trace it belongs to; the current one when null.</param>
    public void Publish(object message, string aggregateId, long version, string? traceParent = null) => published.Add(new OutboxMessage
    {
        Part = OutboxMessage.PartOf(aggregateId),
        AggregateId = aggregateId,
        AggregateVersion = version,
        MessageId = Guid.CreateVersion7(),
        TenantId = CurrentTenant,
        Type = message.GetType().FullName!,
        TraceParent = traceParent ?? Activity.Current?.Id,
        Body = JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), MessageJson.Options),
    });

    /// <summary>Saves the changes first and then the messages they cause, so that row locks put messages into version order.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        if (published.Count > 0 && Database.CurrentTransaction is null)
            throw new InvalidOperationException("Publishing needs a transaction around the change; use a unit of work.");
        var changes = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        if (published.Count == 0) return changes;

        await using var messages = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection());
        SaveMessages(messages);
        await messages.ExecuteNonQueryAsync(ct);
        return changes;
    }

    /// <summary>
    /// Changes rows by a batch made by hand, saves the messages and commits the transaction of this context, all in one round trip. What is
    /// tracked is not saved, and the transaction can only be disposed of afterwards.
    /// </summary>
    public async Task CommitAsync(NpgsqlBatch changes, CancellationToken ct)
    {
        var relay = this.GetService<OutboxSignal>();
        SaveMessages(changes);
        changes.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await changes.ExecuteNonQueryAsync(ct);
        if (TakeRelayIsDue()) relay.Wake();
    }

    void SaveMessages(NpgsqlBatch batch)
    {
        if (published.Count == 0) return;
        batch.BatchCommands.Add(OutboxMessage.Insert(published));
        published.Clear();
        relayIsDue = true;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync.");

    /// <summary>Forgets everything tracked and published, to try a unit of work once more.</summary>
    internal void StartOver()
    {
        ChangeTracker.Clear();
        published.Clear();
        relayIsDue = false;
    }

    /// <summary>True once after messages were saved: their commit is the relay's cue.</summary>
    internal bool TakeRelayIsDue()
    {
        var isDue = relayIsDue;
        relayIsDue = false;
        return isDue;
    }

    protected sealed override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<decimal>().HavePrecision(19, 6);

    protected sealed override void OnModelCreating(ModelBuilder model)
    {
        MapTables(model);
        model.Entity<OutboxMessage>(OutboxMessage.Map);
        model.Entity<InboxReceipt>(InboxReceipt.Map);
        model.Entity<IdempotentAnswer>(IdempotentAnswer.Map);

        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType))
                FilterMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [model]);
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
                if (property is { Name: "Version", ClrType: var type } && type == typeof(long)) property.IsConcurrencyToken = true;
            }
        }
    }

    static readonly MethodInfo FilterMethod =
        typeof(ServiceDb).GetMethod(nameof(KeepToTenant), BindingFlags.Instance | BindingFlags.NonPublic)!;

    void KeepToTenant<T>(ModelBuilder model) where T : class, ITenantOwned
    {
        model.Entity<T>().HasQueryFilter("tenant", row => row.TenantId == CurrentTenant);
        model.Entity<T>().Property(row => row.TenantId).HasMaxLength(63).HasValueGenerator<CurrentTenantValue>();
    }

    sealed class CurrentTenantValue : ValueGenerator<string>
    {
        public override bool GeneratesTemporaryValues => false;
        public override string Next(EntityEntry entry) => ((ServiceDb)entry.Context).CurrentTenant;
    }
}
