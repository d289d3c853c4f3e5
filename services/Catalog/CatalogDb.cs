using Atlas.Catalog.Items;
using Atlas.Catalog.Items.Imports;
using Atlas.Catalog.Tenants;
using Atlas.Catalog.Uoms;
using Atlas.Contracts.Catalog;
using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog;

/// <summary>Items with all that names and describes them, and the units they are measured in.</summary>
sealed class CatalogDb(DbContextOptions<CatalogDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Item> Items => Set<Item>();
    public DbSet<Identifier> Identifiers => Set<Identifier>();
    public DbSet<AttributeValue> Attributes => Set<AttributeValue>();
    public DbSet<ItemImport> ItemImports => Set<ItemImport>();
    public DbSet<ItemImportFile> ItemImportFiles => Set<ItemImportFile>();
    public DbSet<Uom> Uoms => Set<Uom>();
    public DbSet<StartedTenant> StartedTenants => Set<StartedTenant>();

    /// <summary>Adds an item with all that belongs to it.</summary>
    public void AddItem(Item item)
    {
        // Part of the key of its base unit too, whose row is not at hand: so nothing else would say whose it is.
        Entry(item).Property(i => i.TenantId).CurrentValue = CurrentTenant;
        Add(item);
    }

    /// <summary>Locks the items with these numbers, in one order, so that two who change many never wait for each other in a circle.</summary>
    public Task LockItemsAsync(IReadOnlyCollection<string> numberKeys, CancellationToken ct) => Database.ExecuteSqlAsync(
        $"select from items where tenant_id = {CurrentTenant} and item_no_key = any({numberKeys.ToArray()}) order by id for update", ct);

    /// <summary>An import with its row locked; null when there is none.</summary>
    public Task<ItemImport?> LockItemImportAsync(Guid id, CancellationToken ct) => ItemImports
        .FromSql($"select * from item_imports where tenant_id = {CurrentTenant} and id = {id} for update").FirstOrDefaultAsync(ct);

    /// <summary>Tells the other services what the item is now.</summary>
    public void Announce(Item item, UomBook uoms) => Publish(ItemNews.Of(item, uoms), item.Id.ToString(), item.Version);

    /// <summary>Tells the other services what the unit is now.</summary>
    public void Announce(Uom uom) => Publish(
        new UomChanged(uom.Id, uom.Version, uom.Code, uom.Name, uom.Dimension, uom.Decimals, uom.IsActive, uom.UpdatedAt),
        uom.Id.ToString(), uom.Version);

    protected override void MapTables(ModelBuilder model)
    {
        model.HasPostgresExtension("pg_trgm"); // For the search by any part of a word.
        model.HasPostgresExtension("btree_gin"); // Puts the tenant into the index of the search.
        UomTable.Map(model);
        ItemTable.Map(model);
        ItemImportTable.Map(model);
        StartedTenantTable.Map(model);
    }
}

sealed class CatalogDesignTime : DesignTime<CatalogDb>;
