namespace Atlas.Inventory.Balances;

/// <summary>What is on hand of one item, at one location, of one lot and serial number, in one status.</summary>
/// <param name="OnHandQty">In the item's base unit.</param>
/// <param name="AllocatedQty">What of it is set aside. Null when asked for another time than now: only stock has a history.</param>
/// <param name="UnitCost">What a unit of the item is worth, by its costing method, wherever it lies. Null where nothing was ever posted of it.</param>
/// <param name="Value">The row's part of what all of the item is worth, rounded to the minor unit.</param>
/// <param name="AsOf">The time that it is true for.</param>
/// <param name="LedgerSeq">The last transaction in it.</param>
public sealed record BalanceView(
    Guid ItemId, string ItemNo, string ItemName, Guid FacilityId, Guid LocationId, string LocationCode, Guid? LotId, string? LotNo, string? SerialNo,
    DateOnly? ExpiryDate, Guid StatusId, string StatusCode, decimal OnHandQty, decimal? AllocatedQty, Guid UomId, string UomCode, decimal? UnitCost,
    decimal? Value, string? Currency, DateTimeOffset LastMovementAt, DateTimeOffset AsOf, long LedgerSeq);
