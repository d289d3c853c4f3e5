namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post the exact mirror of what production has posted. Decided once for each work order and action number; the outcome is
/// <see cref="ProductionReversed"/>.
/// </summary>
/// <param name="ActionNo">As in <see cref="PostProduction"/>; another than that of what is reversed.</param>
/// <param name="TransactionId">What <see cref="ProductionPosted"/> told.</param>
/// <param name="Actor">Who reverses it.</param>
public sealed record ReverseProduction(string WorkOrderId, int ActionNo, Guid TransactionId, string? Reason, string Actor);
