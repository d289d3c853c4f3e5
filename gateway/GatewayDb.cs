using Atlas.Gateway.ApiKeys;
using Atlas.Gateway.Audit;
using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway;

/// <summary>API keys, and who did what to them.</summary>
sealed class GatewayDb(DbContextOptions<GatewayDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    protected override void MapTables(ModelBuilder model)
    {
        ApiKeyTable.Map(model);
        AuditTable.Map(model);
    }
}

sealed class GatewayDesignTime : DesignTime<GatewayDb>;
