namespace Atlas.Inventory.Lots;

/// <summary>What was made or delivered together.</summary>
/// <param name="ExpiryDate">It can be used through the end of this day, by the facility's clock.</param>
/// <param name="Status"><c>active</c>, <c>on_hold</c>, <c>recalled</c>, or <c>expired</c> when its expiry date has passed everywhere on earth.</param>
/// <param name="Attributes">Texts about the goods that are kept and not read.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
public sealed record LotView(
    Guid Id, Guid ItemId, string LotNo, string? SupplierLotNo, DateOnly? ManufacturedAt, DateOnly? ExpiryDate, DateTimeOffset ReceivedAt,
    string Status, string? OriginType, string? OriginId, IReadOnlyDictionary<string, string> Attributes, string? ExternalId,
    IReadOnlyDictionary<string, string> Metadata, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    /// <summary>As it is at <paramref name="now"/>.</summary>
    internal static LotView From(Lot l, DateTimeOffset now) => new(
        l.Id, l.ItemId, l.LotNo, l.SupplierLotNo, l.ManufacturedAt, l.ExpiryDate, l.ReceivedAt, l.Status == Lot.Active && l.ExpiryDate < LastDay(now) ? Lot.Expired : l.Status,
        l.OriginType, l.OriginId, l.Attributes, l.ExternalId, l.Metadata, l.CreatedBy, l.CreatedAt, l.UpdatedAt, l.Version);

    /// <summary>The day that it is where days end last: what expired before it has expired in every facility.</summary>
    internal static DateOnly LastDay(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));
}
