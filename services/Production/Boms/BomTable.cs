using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class BomTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Bom>(table =>
        {
            table.ToTable("boms");
            table.HasKey(b => new { b.TenantId, b.Id });
            table.HasIndex(b => new { b.TenantId, b.BomNo, b.VersionNo }).IsUnique(); // The next version is made once.
            table.HasIndex(b => new { b.TenantId, b.ItemId, b.Status }); // What an item is made of.
            table.HasIndex(b => new { b.TenantId, b.CreatedAt, b.Id }); // The list, newest first.
            table.HasIndex(b => new { b.TenantId, b.UpdatedAt }); // updatedSince
            table.Ignore(b => b.InOrder).Ignore(b => b.AllowedActions);
            table.Property(b => b.ByProducts).AsJson();
            table.Property(b => b.Activation).AsJson();
            table.Property(b => b.Archival).AsJson();
            table.HasMany(b => b.Components).WithOne().HasForeignKey(c => new { c.TenantId, c.BomId });
        });
        model.Entity<BomComponent>(table =>
        {
            table.ToTable("bom_components");
            table.HasKey(c => new { c.TenantId, c.Id });
            table.HasIndex(c => new { c.TenantId, c.BomId, c.LineNo });
            table.HasIndex(c => new { c.TenantId, c.ItemId }); // Where an item is used.
        });
    }
}
