using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Persistence.Tests.Tallies;

sealed class TalliesDb(DbContextOptions<TalliesDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Tally> Tallies => Set<Tally>();
    public DbSet<TallyEntry> Entries => Set<TallyEntry>();

    protected override void MapTables(ModelBuilder model)
    {
        model.HasSequence(ShortIds.Sequence).IncrementsBy(ShortIds.Block);
        model.Entity<Tally>(table =>
        {
            table.ToTable("tallies");
            table.HasKey(t => new { t.TenantId, t.Id });
            table.HasIndex(t => new { t.TenantId, t.Name }).IsUnique();
        });
        model.Entity<TallyEntry>(table =>
        {
            table.ToTable("entries");
            table.HasKey(e => new { e.TenantId, e.Number });
            table.Property(e => e.Number).UseIdentityAlwaysColumn();
            table.IsAppendOnly();
        });
    }
}

sealed class TalliesDesignTime : DesignTime<TalliesDb>;
