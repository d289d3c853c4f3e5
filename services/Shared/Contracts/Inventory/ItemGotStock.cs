namespace Atlas.Contracts.Inventory;

/// <summary>The ledger has stock of an item where it had none. Told at its first line at the latest, and perhaps again later.</summary>
public sealed record ItemGotStock(Guid ItemId, DateTimeOffset At);
