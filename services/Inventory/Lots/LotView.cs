namespace Atlas.Inventory.Lots;

/// <summary>What was made or delivered together.</summary>
/// <param name="ExpiryDate">It can be used through the end of this day, by the facility's clock.</param>
/// <param name="Status"><c>active</c>, <c>on_hold</c>, <c>recalled</c> or <c>expired</c>.</param>
public sealed record LotView(
    Guid Id, Guid ItemId, string LotNo, string? SupplierLotNo, DateOnly? ManufacturedAt, DateOnly? ExpiryDate, DateTimeOffset ReceivedAt,
    string Status, string? OriginType, string? OriginId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static LotView From(Lot l) => new(
        l.Id, l.ItemId, l.LotNo, l.SupplierLotNo, l.ManufacturedAt, l.ExpiryDate, l.ReceivedAt, l.Status, l.OriginType, l.OriginId,
        l.CreatedAt, l.UpdatedAt, l.Version);
}
