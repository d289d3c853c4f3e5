using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class CountTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CountSession>(table =>
        {
            table.ToTable("count_sessions");
            table.HasKey(s => new { s.TenantId, s.Id });
            table.Ignore(s => s.AllowedActions).Ignore(s => s.Sheet);
            table.HasMany(s => s.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.SessionId });
            table.Property(s => s.Metadata).IsTexts();
            table.HasIndex(s => new { s.TenantId, s.ExternalId }).IsUnique();
            table.HasIndex(s => new { s.TenantId, s.SessionNo }).IsUnique();
            table.HasIndex(s => new { s.TenantId, s.CreatedAt, s.Id }); // The list, newest first.
        });
        model.Entity<CountLine>(table =>
        {
            table.ToTable("count_lines");
            table.HasKey(l => new { l.TenantId, l.Id });
            table.Property(l => l.SerialNo).HasMaxLength(64);
            table.Ignore(l => l.Key).Ignore(l => l.VarianceQty);
            table.HasIndex(l => new { l.TenantId, l.SessionId, l.LineNo }).IsUnique(); // The lines of a session, in their order.
            // Stock is counted once in a session, even if two people find it at once.
            table.HasIndex(l => new { l.TenantId, l.SessionId, l.ItemId, l.LocationId, l.LotId, l.SerialNo, l.StatusId }).IsUnique();
            table.HasIndex(l => new { l.TenantId, l.ItemId, l.LocationId, l.CountedAt }).HasFilter("counted_at is not null"); // Newer counts of the same stock.
        });
    }
}
