namespace Atlas.Contracts.Inventory;

/// <summary>What became of a <see cref="PostProduction"/>.</summary>
/// <param name="IsAccepted">False: nothing is posted, for the reason that <paramref name="Code"/> and <paramref name="Message"/> give.</param>
/// <param name="MaterialCost">What the components have cost.</param>
/// <param name="OutputCost">What the output is worth: its part of components, operations and earlier material.</param>
/// <param name="ScrapCost">The part of what was spoilt.</param>
/// <param name="Currency">Null where the items name none.</param>
/// <param name="Lines">Which stock was used (below zero) and made.</param>
public sealed record ProductionPosted(
    string WorkOrderId, int ActionNo, bool IsAccepted, string? Code, string? Message, Guid? TransactionId, long? LedgerSeq, DateTimeOffset At,
    decimal? MaterialCost = null, decimal? OutputCost = null, decimal? ScrapCost = null, string? Currency = null,
    IReadOnlyList<ProductionPostedLine>? Lines = null);

/// <summary>Stock that was used or made.</summary>
/// <param name="Qty">In the item's base unit; below zero it was used.</param>
/// <param name="Value">What it is worth, with the sign of the quantity.</param>
public sealed record ProductionPostedLine(Guid ItemId, Guid LocationId, Guid? LotId, string? SerialNo, decimal Qty, decimal Value);
