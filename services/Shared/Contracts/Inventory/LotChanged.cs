namespace Atlas.Contracts.Inventory;

/// <summary>A lot as it is now.</summary>
/// <param name="What">What happened: <c>created</c> or <c>updated</c>.</param>
/// <param name="Status"><c>active</c>, <c>on_hold</c> or <c>recalled</c>; that it has expired follows from the date.</param>
/// <param name="Version">The lot's version after the change.</param>
public sealed record LotChanged(
    Guid LotId, Guid ItemId, string LotNo, string What, string Status, string? SupplierLotNo, DateOnly? ManufacturedAt, DateOnly? ExpiryDate,
    string? OriginType, string? OriginId, DateTimeOffset At, long Version);
