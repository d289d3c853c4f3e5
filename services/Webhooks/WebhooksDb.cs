using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Deliveries;
using Atlas.Webhooks.Endpoints;
using Atlas.Webhooks.Events;
using Atlas.Webhooks.MilestoneReports;
using Atlas.Webhooks.Sending;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks;

/// <summary>What factories report, who wants to be told of what, and what was told to whom.</summary>
sealed class WebhooksDb(DbContextOptions<WebhooksDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    readonly HashSet<LaneKey> due = [];

    public DbSet<MilestoneReport> MilestoneReports => Set<MilestoneReport>();
    public DbSet<Endpoint> Endpoints => Set<Endpoint>();
    public DbSet<EndpointSecret> Secrets => Set<EndpointSecret>();
    public DbSet<Lane> Lanes => Set<Lane>();
    public DbSet<WebhookEvent> Events => Set<WebhookEvent>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    /// <summary>The database's clock: due times are compared with it, whatever the clocks of the instances say.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken ct) =>
        (await Database.SqlQuery<DateTimeOffset>($"select now() as \"Value\"").ToListAsync(ct))[0];

    /// <summary>Something is to be sent to this endpoint as soon as the transaction commits.</summary>
    public void WakeAfterCommit(Guid endpointId) => due.Add(new LaneKey(CurrentTenant, endpointId));

    /// <summary>What was said with <see cref="WakeAfterCommit"/>, once.</summary>
    public IReadOnlyCollection<LaneKey> TakeDueLanes()
    {
        if (due.Count == 0) return [];
        LaneKey[] lanes = [.. due];
        due.Clear();
        return lanes;
    }

    protected override void MapTables(ModelBuilder model)
    {
        MilestoneReportTable.Map(model);
        EndpointTable.Map(model);
        EventTable.Map(model);
        DeliveryTable.Map(model);
        AuditTable.Map(model);
    }
}

sealed class WebhooksDesignTime : DesignTime<WebhooksDb>;
