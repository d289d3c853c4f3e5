using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Locations;

static class LocationTable
{
    public static void Map(ModelBuilder model) => model.Entity<Location>(table =>
    {
        table.ToTable("locations");
        table.HasKey(l => new { l.TenantId, l.Id });
        table.Property(l => l.Code).HasMaxLength(64);
        table.Property(l => l.PathKey).UseCollation("C");
        table.Ignore(l => l.KeyOfChildren);
        table.Property(l => l.Metadata).IsTexts();
        table.HasIndex(l => new { l.TenantId, l.ExternalId }).IsUnique();
        table.HasIndex(l => new { l.TenantId, l.FacilityId, l.Code }).IsUnique(); // A code names one location of a facility.
        table.HasIndex(l => new { l.TenantId, l.FacilityId, l.PathKey }); // The tree, parents first.
        table.HasIndex(l => new { l.TenantId, l.ParentLocationId }); // Children of one.
    });
}
