namespace Atlas.Contracts.Inventory;

/// <summary>The facilities of the demo data. Inventory owns them; the documents of other services name them.</summary>
public static class DemoFacilities
{
    public static readonly Guid Warehouse = new("019bb16e-fe80-7000-8000-000000000001");
    public static readonly Guid Store = new("019bb16e-fe80-7000-8000-000000000002");
}
