using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Atlas.Inventory.Facilities;

static class FacilityTable
{
    public static void Map(ModelBuilder model) => model.Entity<Facility>(table =>
    {
        table.ToTable("facilities");
        table.HasKey(f => new { f.TenantId, f.Id });
        table.Property(f => f.Code).HasMaxLength(32);
        table.HasIndex(f => new { f.TenantId, f.Code }).IsUnique(); // A code names one facility.
        table.HasIndex(f => new { f.TenantId, f.ExternalId }).IsUnique();
        table.Property(f => f.Metadata).IsTexts();
        table.HasIndex(f => new { f.TenantId, f.CreatedAt, f.Id }); // The list, newest first.
        table.Property(f => f.Address).HasColumnType("jsonb").HasConversion(
            address => JsonSerializer.Serialize(address, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<Dictionary<string, string>>((a, b) => ReferenceEquals(a, b), map => map.Count, map => map));
    });
}
