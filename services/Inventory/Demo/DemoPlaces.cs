using Atlas.Contracts.Inventory;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Demo;

/// <summary>The facilities that the tenants of the demo start with: a warehouse and a store.</summary>
static class DemoPlaces
{
    public const string Warehouse = "DEMO-WH";
    public const string Store = "DEMO-STORE";
    public const string Bulk = "A-01";
    public const string Picking = "A-02";
    public const string Inspection = "INSPECT";
    public const string Shelf = "SHELF";
    public const string CreatedBy = "atlas";

    static readonly DateTimeOffset Since = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Adds them. Left alone where facilities are there already.</summary>
    public static async Task Add(InventoryDb db, CancellationToken ct)
    {
        if (await db.Facilities.AnyAsync(ct)) return;
        // In the tenant that has demo documents they are those that the documents name.
        var isNamed = db.CurrentTenant == StockDemo.Tenant;
        var warehouse = Facility(isNamed ? DemoFacilities.Warehouse : Guid.CreateVersion7(Since), Warehouse, "Demo warehouse", "warehouse");
        var store = Facility(isNamed ? DemoFacilities.Store : Guid.CreateVersion7(Since), Store, "Demo store", "store");
        var aisle = Location(warehouse, "A", "aisle", null);
        db.AddRange(warehouse, store, aisle, Location(warehouse, Bulk, "rack", aisle), Location(warehouse, Picking, "bin", aisle),
            Location(warehouse, Inspection, "staging", null), Location(store, Shelf, "bin", null));
    }

    static Facility Facility(Guid id, string code, string name, string type) => new()
    {
        Id = id, Code = code, Name = name, Type = type, TimeZone = "Europe/Berlin", CreatedBy = CreatedBy, CreatedAt = Since, UpdatedAt = Since,
    };

    static Location Location(Facility facility, string code, string type, Location? parent)
    {
        var location = new Location
        {
            Id = Guid.CreateVersion7(Since), FacilityId = facility.Id, Code = code, Type = type, CreatedBy = CreatedBy, CreatedAt = Since, UpdatedAt = Since,
        };
        location.PutBelow(parent);
        return location;
    }
}
