using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

static class ReorderPolicyTable
{
    public static void Map(ModelBuilder model) => model.Entity<ReorderPolicy>(table =>
    {
        table.ToTable("reorder_policies");
        table.HasKey(p => new { p.TenantId, p.Id });
        table.Property(p => p.Metadata).IsTexts();
        table.HasIndex(p => new { p.TenantId, p.ExternalId }).IsUnique();
        // One decides at a time; also what suggestions are made from.
        table.HasIndex(p => new { p.TenantId, p.ItemId, p.FacilityId }).IsUnique().HasFilter("is_active");
        table.HasIndex(p => new { p.TenantId, p.CreatedAt, p.Id }); // The list, newest first.
    });
}
