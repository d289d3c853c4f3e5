using System.Text.Json;
using Atlas.Contracts.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Atlas.Inventory.Items;

static class ItemTable
{
    public static void Map(ModelBuilder model) => model.Entity<Item>(table =>
    {
        table.ToTable("items");
        table.HasKey(i => new { i.TenantId, i.Id });
        table.HasIndex(i => new { i.TenantId, i.ItemNo });
        table.Ignore(i => i.HasLots).Ignore(i => i.HasSerials).Ignore(i => i.HasExpiry);
        // Read and written as a whole, as it comes with each event.
        table.Property(i => i.Conversions).HasColumnType("jsonb").HasConversion(
            list => JsonSerializer.Serialize(list, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<ItemConversion>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<List<ItemConversion>>(
                (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)), list => list.Count, list => list));
    });
}
