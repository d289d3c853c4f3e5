using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

static class TransferTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Transfer>(table =>
        {
            table.ToTable("transfers");
            table.HasKey(t => new { t.TenantId, t.Id });
            table.Ignore(t => t.AllowedActions).Ignore(t => t.NewMovements);
            table.HasMany(t => t.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.TransferId });
            table.HasMany(t => t.Movements).WithOne().HasForeignKey(m => new { m.TenantId, m.TransferId });
            table.Property(t => t.Metadata).IsTexts();
            table.HasIndex(t => new { t.TenantId, t.ExternalId }).IsUnique();
            table.HasIndex(t => new { t.TenantId, t.TransferNo }).IsUnique();
            table.HasIndex(t => new { t.TenantId, t.CreatedAt, t.Id }); // The list, newest first.
            table.HasIndex(t => new { t.TenantId, t.ToFacilityId }).HasFilter("status in ('approved', 'in_transit', 'partially_received')"); // What is to come.
        });
        model.Entity<TransferLine>(table =>
        {
            table.ToTable("transfer_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.HasIndex(l => new { l.TenantId, l.ItemId }); // Transfers of an item.
        });
        model.Entity<TransferMovement>(table =>
        {
            table.ToTable("transfer_movements").IsAppendOnly();
            table.HasKey(m => new { m.TenantId, m.TransferId, m.Nr });
            table.Property(m => m.SerialNo).HasMaxLength(64);
        });
    }

    /// <summary>With everything that belongs to them, in its order.</summary>
    public static IQueryable<Transfer> Whole(this IQueryable<Transfer> transfers) =>
        transfers.Include(t => t.Lines.OrderBy(l => l.LineNo)).Include(t => t.Movements.OrderBy(m => m.Nr)).AsSplitQuery();
}
