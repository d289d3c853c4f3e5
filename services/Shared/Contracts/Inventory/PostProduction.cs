namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post what production used and made, in one transaction: all of it or nothing. Posted once for each work order and
/// action number; the outcome is <see cref="ProductionPosted"/>.
/// </summary>
public sealed record PostProduction(
    string WorkOrderId, string WorkOrderNo, int ActionNo, DateTimeOffset? At, string Actor, IReadOnlyList<PostShipmentLine> Components,
    IReadOnlyList<PostReceiptLine> Outputs);
