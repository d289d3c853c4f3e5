namespace Atlas.Contracts.Inventory;

/// <summary>
/// Asks Inventory to post what production used and made, in one transaction: all of it or nothing. Posted once for each work order and
/// action number; the outcome is <see cref="ProductionPosted"/>.
/// </summary>
/// <param name="Outputs">
/// What was made. A line without a unit cost bears its share, or else its part, by quantity, of all that the others do not.
/// </param>
/// <param name="OperationCost">What work and machines have cost, in the currency of the items.</param>
/// <param name="EarlierMaterialCost">What components have cost that were posted before, without output, and that this output bears.</param>
/// <param name="ScrapQty">Output that was spoilt. It never was stock, but bears its part of the cost like good output.</param>
/// <param name="ItemId">What the order makes. Needed where there is neither a component nor an output, because all that was used is spoilt.</param>
/// <param name="FacilityId">Where it must be: every output's location is in it. Not checked when null.</param>
/// <param name="IsReturn">True: the outputs are components that were not needed and go back into stock.</param>
public sealed record PostProduction(
    string WorkOrderId, string WorkOrderNo, int ActionNo, DateTimeOffset? At, string Actor, IReadOnlyList<PostShipmentLine> Components,
    IReadOnlyList<PostReceiptLine> Outputs, decimal OperationCost = 0, decimal EarlierMaterialCost = 0, decimal ScrapQty = 0,
    Guid? ItemId = null, Guid? FacilityId = null, bool IsReturn = false);
