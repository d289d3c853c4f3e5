namespace Atlas.Inventory.Locations;

/// <summary>
/// The other side of every movement: where stock comes from and goes to when it enters or leaves the facilities. Like the
/// statuses they are part of the program, the same for each tenant, so no tenant has to be set up.
/// </summary>
sealed record VirtualLocation(Guid Id, string Type)
{
    public const string Internal = "internal";

    public static readonly VirtualLocation Supplier = new(Make(1), "supplier");
    public static readonly VirtualLocation Customer = new(Make(2), "customer");
    public static readonly VirtualLocation Adjustment = new(Make(3), "adjustment");
    public static readonly VirtualLocation Production = new(Make(4), "production");
    public static readonly VirtualLocation Scrap = new(Make(5), "scrap");
    public static readonly VirtualLocation InTransit = new(Make(6), "in_transit");

    public static IReadOnlyList<VirtualLocation> All { get; } = [Supplier, Customer, Adjustment, Production, Scrap, InTransit];

    /// <summary>Where the tenant's own stock ends. What is in transit between its facilities is still its own.</summary>
    public static IReadOnlyList<VirtualLocation> Outside { get; } = [Supplier, Customer, Adjustment, Production, Scrap];

    /// <summary>Where stock usually comes from.</summary>
    public static IReadOnlyList<VirtualLocation> Sources { get; } = [Supplier, Adjustment, Production];

    public static VirtualLocation? Find(Guid id) => All.FirstOrDefault(location => location.Id == id);

    static Guid Make(byte number) => new(0, 0, 0, 0x80, 0, 0, 0, 0, 0, 2, number);
}
