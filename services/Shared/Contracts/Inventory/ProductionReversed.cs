namespace Atlas.Contracts.Inventory;

/// <summary>What became of a <see cref="ReverseProduction"/>.</summary>
/// <param name="IsAccepted">False: nothing is posted, for the reason that <paramref name="Code"/> and <paramref name="Message"/> give.</param>
public sealed record ProductionReversed(
    string WorkOrderId, int ActionNo, bool IsAccepted, string? Code, string? Message, Guid? TransactionId, long? LedgerSeq, DateTimeOffset At);
