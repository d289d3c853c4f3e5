using Atlas.Inventory.Ledger;
using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Costing;

static class CostTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CostPool>(table =>
        {
            table.ToTable("cost_pools");
            table.HasKey(p => new { p.TenantId, p.ItemId });
            table.Property<long>("RunningKey").IsInsertedAs(LedgerTable.PoolKey);
        });
        model.Entity<CostLayer>(table =>
        {
            table.ToTable("cost_layers");
            table.HasKey(l => new { l.TenantId, l.ItemId, l.LedgerSeq, l.LineNo });
            // The oldest that has something left.
            table.HasIndex(l => new { l.TenantId, l.ItemId, l.EffectiveAt, l.LedgerSeq, l.LineNo }).HasFilter("remaining_qty > 0");
        });
        model.Entity<CostLayerUse>(table =>
        {
            table.ToTable("cost_layer_uses");
            table.HasKey(u => new { u.TenantId, u.ItemId, u.LedgerSeq, u.LineNo, u.LayerSeq, u.LayerLineNo });
            table.HasIndex(u => new { u.TenantId, u.ItemId, u.EffectiveAt }); // What to take back before something backdated.
        });
    }
}
