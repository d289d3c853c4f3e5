namespace Atlas.Contracts.Inventory;

/// <summary>The first line about an item was written into the ledger: from now on it has a stock history.</summary>
public sealed record ItemGotStock(Guid ItemId, string TenantId, DateTimeOffset At);
