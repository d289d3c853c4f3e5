using System.Text.Json;
using Atlas.Catalog.Uoms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atlas.Catalog.Items;

static class ItemTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Item>(table =>
        {
            table.ToTable("items");
            table.HasKey(i => new { i.TenantId, i.Id });
            table.Ignore(i => i.Facts);
            table.Ignore(i => i.IdentifierFacts);
            table.Ignore(i => i.AttributeFacts);
            table.Ignore(i => i.ConversionFacts);
            table.Property(i => i.Metadata).IsMetadata();
            table.HasIndex(i => new { i.TenantId, i.ItemNoKey }).IsUnique(); // A number means one item; also by-no and the sort by number.
            table.HasIndex(i => new { i.TenantId, i.ExternalId }).IsUnique();
            table.HasIndex(i => new { i.TenantId, i.CreatedAt, i.Id }); // The list, newest first.
            table.HasIndex(i => new { i.TenantId, i.UpdatedAt, i.Id }); // updatedSince, and the sort by it.
            table.HasIndex(i => new { i.TenantId, i.Name, i.Id }); // The sort by name.
            // q: any part of a word. The tenant is inside, so that one tenant's words cost another nothing.
            table.HasIndex(i => new { i.TenantId, i.SearchText }).HasMethod("gin").HasOperators("varchar_ops", "gin_trgm_ops");
            table.HasOne(i => i.BaseUom).WithMany().HasForeignKey(i => new { i.TenantId, i.BaseUomId }).OnDelete(DeleteBehavior.Restrict);
            table.HasMany(i => i.Identifiers).WithOne().HasForeignKey(i => new { i.TenantId, i.ItemId });
            table.HasMany(i => i.Attributes).WithOne().HasForeignKey(a => new { a.TenantId, a.ItemId });
            table.HasMany(i => i.UomConversions).WithOne().HasForeignKey(c => new { c.TenantId, c.ItemId });
        });
        model.Entity<Identifier>(table =>
        {
            table.ToTable("item_identifiers");
            table.HasKey(i => new { i.TenantId, i.ItemId, i.Id });
            table.HasIndex(i => new { i.TenantId, i.UniqueKey }).IsUnique(); // What scans alike is one thing; also the lookup of a scanned code.
        });
        model.Entity<AttributeValue>(table =>
        {
            table.ToTable("item_attributes");
            table.HasKey(a => new { a.TenantId, a.ItemId, a.Key, a.Position });
            table.HasIndex(a => new { a.TenantId, a.Key, a.ValueKey, a.ItemId }); // attr.key=value
        });
        model.Entity<UomConversion>(table =>
        {
            table.ToTable("item_uom_conversions");
            table.HasKey(c => new { c.TenantId, c.ItemId, c.FromUomId, c.ToUomId });
            table.Ignore(c => c.Ratio);
            table.HasOne<Uom>().WithMany().HasForeignKey(c => new { c.TenantId, c.FromUomId }).OnDelete(DeleteBehavior.Restrict);
            table.HasOne<Uom>().WithMany().HasForeignKey(c => new { c.TenantId, c.ToUomId }).OnDelete(DeleteBehavior.Restrict);
        });
    }

    /// <summary>Texts that are kept and not read: one column of JSON.</summary>
    public static void IsMetadata(this PropertyBuilder<Dictionary<string, string>> property) => property.HasColumnType("jsonb").HasConversion(
        new ValueConverter<Dictionary<string, string>, string>(
            map => JsonSerializer.Serialize(map, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!),
        new ValueComparer<Dictionary<string, string>>(
            (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
            map => map.Count,
            map => new Dictionary<string, string>(map)));
}
