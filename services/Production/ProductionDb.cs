using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Atlas.Production.Batches;
using Atlas.Production.Boms;
using Atlas.Production.Items;
using Atlas.Production.Planning;
using Atlas.Production.WorkOrders;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production;

/// <summary>
/// Batches with their milestones and the rules by which brand orders become batches; bills of materials and work orders, and a copy of the items.
/// </summary>
sealed class ProductionDb(DbContextOptions<ProductionDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Batch> Batches => Set<Batch>();
    public DbSet<PlanningRules> PlanningRules => Set<PlanningRules>();
    public DbSet<Item> Items => Set<Item>();
    public DbSet<Bom> Boms => Set<Bom>();
    public DbSet<WorkOrder> WorkOrders => Set<WorkOrder>();

    /// <summary>Tells the other services what happened to a bill of materials.</summary>
    public void Announce(Bom bom, string what) => Publish(bom.News(what), bom.Id.ToString(), bom.Version);

    /// <summary>Tells the other services what happened to a work order.</summary>
    public void Announce(WorkOrder order, string what) => Publish(order.News(what), order.Id.ToString(), order.Version);

    protected override void MapTables(ModelBuilder model)
    {
        model.HasSequence(ShortIds.Sequence).IncrementsBy(ShortIds.Block);
        BatchTable.Map(model);
        PlanningTable.Map(model);
        DocumentNumber.Map(model);
        ItemTable.Map(model);
        BomTable.Map(model);
        WorkOrderTable.Map(model);
    }
}

sealed class ProductionDesignTime : DesignTime<ProductionDb>;
