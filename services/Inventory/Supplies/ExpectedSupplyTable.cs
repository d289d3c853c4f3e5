using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Supplies;

static class ExpectedSupplyTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ExpectedSupply>(table =>
        {
            table.ToTable("expected_supplies");
            table.HasKey(s => new { s.TenantId, s.SourceType, s.SourceId });
            table.Property(s => s.SourceType).HasMaxLength(32);
            table.HasMany(s => s.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.SourceType, l.SourceId });
        });
        model.Entity<ExpectedSupplyLine>(table =>
        {
            table.ToTable("expected_supply_lines");
            table.HasKey(l => new { l.TenantId, l.SourceType, l.SourceId, l.LineId });
            table.HasIndex(l => new { l.TenantId, l.ItemId, l.FacilityId }); // What is to come of an item.
        });
    }
}
