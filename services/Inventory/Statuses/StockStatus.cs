namespace Atlas.Inventory.Statuses;

/// <summary>In which condition stock is.</summary>
/// <remarks>
/// Part of the program and not rows of a tenant: they are the same for all, so a tenant that is seen for the first time needs
/// nothing, and two requests cannot race to give it that.
/// </remarks>
/// <param name="Id">The same in every tenant.</param>
/// <param name="Code">For example <c>available</c>; accepted wherever the id is.</param>
/// <param name="IsAvailable">True where stock in this status can be promised.</param>
public sealed record StockStatus(Guid Id, string Code, string Name, bool IsAvailable)
{
    public static readonly StockStatus Available = Make(1, "available", "Available", true);
    public static readonly StockStatus Quarantine = Make(2, "quarantine", "Quarantine");
    public static readonly StockStatus Damaged = Make(3, "damaged", "Damaged");
    public static readonly StockStatus Blocked = Make(4, "blocked", "Blocked");
    public static readonly StockStatus Expired = Make(5, "expired", "Expired");
    public static readonly StockStatus InTransit = Make(6, "in_transit", "In transit");

    /// <summary>All there are.</summary>
    public static IReadOnlyList<StockStatus> All { get; } = [Available, Quarantine, Damaged, Blocked, Expired, InTransit];

    /// <summary>The status with this id or code; null when there is none.</summary>
    public static StockStatus? Find(string idOrCode) =>
        All.FirstOrDefault(status => status.Code == idOrCode || (Guid.TryParse(idOrCode, out var id) && status.Id == id));

    public static StockStatus Of(Guid id) => All.First(status => status.Id == id);

    static StockStatus Make(byte number, string code, string name, bool isAvailable = false) =>
        new(new Guid(0, 0, 0, 0x80, 0, 0, 0, 0, 0, 1, number), code, name, isAvailable);
}
