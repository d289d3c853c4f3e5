namespace Atlas.Inventory.Ledger;

/// <summary>What a balance is of. Where there is no lot or serial number, the id is empty and the text too, never null.</summary>
readonly record struct StockKey(Guid ItemId, Guid LocationId, Guid LotId, string SerialNo, Guid StatusId);
