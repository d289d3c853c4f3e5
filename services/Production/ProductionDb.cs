using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Atlas.Production.Batches;
using Atlas.Production.Planning;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production;

/// <summary>Batches with their milestones, and the rules by which brand orders become batches.</summary>
sealed class ProductionDb(DbContextOptions<ProductionDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Batch> Batches => Set<Batch>();
    public DbSet<PlanningRules> PlanningRules => Set<PlanningRules>();

    protected override void MapTables(ModelBuilder model)
    {
        model.HasSequence(ShortIds.Sequence).IncrementsBy(ShortIds.Block);
        BatchTable.Map(model);
        PlanningTable.Map(model);
    }
}

sealed class ProductionDesignTime : DesignTime<ProductionDb>;
