using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Reservations;

static class ReservationTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Reservation>(table =>
        {
            table.ToTable("reservations");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.Ignore(r => r.SoftQty).Ignore(r => r.IsActive).Ignore(r => r.AllowedActions);
            table.Property(r => r.Metadata).IsTexts();
            table.HasIndex(r => new { r.TenantId, r.ExternalId }).IsUnique().HasFilter("external_id is not null");
            table.HasIndex(r => new { r.TenantId, r.ReservationNo }).IsUnique();
            table.HasIndex(r => new { r.TenantId, r.ItemId, r.FacilityId }).HasFilter("open_qty > 0"); // What is held softly, under each write.
            table.HasIndex(r => new { r.ExpiresAt }).HasFilter("open_qty > 0 and expires_at is not null"); // What has expired, of all tenants.
            table.HasIndex(r => new { r.TenantId, r.CreatedAt, r.Id }); // The list, newest first.
            table.HasIndex(r => new { r.TenantId, r.DemandType, r.DemandId }); // What a document holds.
        });
        model.Entity<Allocation>(table =>
        {
            table.ToTable("allocations");
            table.HasKey(a => new { a.TenantId, a.Id });
            table.Property(a => a.SerialNo).HasMaxLength(64);
            table.Ignore(a => a.HeldQty).Ignore(a => a.Key);
            table.HasIndex(a => new { a.TenantId, a.ReservationId });
            table.HasIndex(a => new { a.TenantId, a.ItemId, a.LocationId }).HasFilter("status = 'active'"); // What is held, under each write.
            table.HasIndex(a => new { a.TenantId, a.AllocatedAt, a.Id }); // The list, newest first.
        });
    }
}
