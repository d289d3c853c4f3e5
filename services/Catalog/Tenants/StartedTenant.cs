using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Tenants;

/// <summary>Says that a tenant has got what every tenant starts with.</summary>
sealed class StartedTenant : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required DateTimeOffset StartedAt { get; init; }
}

static class StartedTenantTable
{
    public static void Map(ModelBuilder model) => model.Entity<StartedTenant>(table =>
    {
        table.ToTable("started_tenants");
        table.HasKey(t => t.TenantId);
    });
}
