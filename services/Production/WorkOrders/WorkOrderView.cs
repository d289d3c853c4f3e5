namespace Atlas.Production.WorkOrders;

/// <summary>So much of an item that is to be made.</summary>
/// <param name="WorkOrderNo">For example <c>WO-000042</c>.</param>
/// <param name="Qty">In <c>uomCode</c>, like all quantities here that are not of a component.</param>
/// <param name="FacilityId">Where it is made.</param>
/// <param name="OutputLocationId">Where output is put that names no other place.</param>
/// <param name="SourceLocationId">Where components are taken from that name no other place.</param>
/// <param name="ConsumptionPolicy"><c>strict</c>, <c>warning</c> or <c>flexible</c>: how closely what is used must follow the plan.</param>
/// <param name="OverCompletionPct">How much more than ordered may be made.</param>
/// <param name="BatchId">The batch that it makes.</param>
/// <param name="Status"><c>draft</c>, <c>released</c>, <c>in_progress</c>, <c>on_hold</c>, <c>completed</c>, <c>closed</c> or <c>cancelled</c>.</param>
/// <param name="PendingAction">What Inventory has been asked and has not answered yet. Nothing else can be done meanwhile.</param>
/// <param name="Error">What Inventory last refused.</param>
/// <param name="ScrappedQty">Made and spoilt: it counts as done.</param>
/// <param name="RemainingQty">Still to be made.</param>
/// <param name="Shortages">What is missing, of the components that are.</param>
/// <param name="MaterialCost">Of what was taken out of stock and did not go back. Material and operations are output, by-products, scrap and what is in work.</param>
/// <param name="WipCost">Of components that were issued and are in no output yet.</param>
/// <param name="UnitCost">Of one unit of good output.</param>
/// <param name="AllowedActions">What can be done with it now; <c>reverse</c> is <c>POST …/outputs/{id}/reverse</c>.</param>
public sealed record WorkOrderView(
    Guid Id, string WorkOrderNo, Guid ItemId, string ItemNo, Guid BomId, decimal Qty, Guid UomId, string UomCode, Guid FacilityId, Guid? OutputLocationId,
    Guid? SourceLocationId, DateTimeOffset? PlannedStart, DateTimeOffset? PlannedEnd, int Priority, string ConsumptionPolicy, decimal OverCompletionPct,
    string? DemandType, string? DemandId, string? BatchId, string? Notes, string Status, string? PendingAction, WorkOrderErrorView? Error,
    decimal CompletedQty, decimal ScrappedQty, decimal RemainingQty, IReadOnlyList<RequirementView> Requirements, IReadOnlyList<ShortageView> Shortages,
    IReadOnlyList<OutputView> Outputs, string? Currency, decimal MaterialCost, decimal OperationCost, decimal OutputCost, decimal ByProductCost,
    decimal ScrapCost, decimal WipCost, decimal? UnitCost, DateTimeOffset? ReleasedAt, string? ReleasedBy, DateTimeOffset? StartedAt, string? StartedBy,
    DateTimeOffset? CompletedAt, string? CompletedBy, DateTimeOffset? HeldAt, string? HoldReason, DateTimeOffset? CancelledAt, string? CancelledBy,
    string? CancelReason, DateTimeOffset? ClosedAt, string? ClosedBy, string? CloseReason, IReadOnlyList<string> AllowedActions, string CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static WorkOrderView From(WorkOrder o)
    {
        var requirements = o.Requirements.OrderBy(r => r.LineNo).ToList();
        return new(
            o.Id, o.WorkOrderNo, o.ItemId, o.ItemNo, o.BomId, o.Qty, o.UomId, o.UomCode, o.FacilityId, o.OutputLocationId, o.SourceLocationId, o.PlannedStart,
            o.PlannedEnd, o.Priority, o.ConsumptionPolicy, o.OverCompletionPct, o.DemandType, o.DemandId, o.BatchId, o.Notes, o.Status, o.Pending?.Action,
            o.Refusal is null ? null : new WorkOrderErrorView(o.Refusal.Code, o.Refusal.Message), o.InUom(o.CompletedBaseQty), o.InUom(o.ScrappedBaseQty),
            o.InUom(o.RemainingBaseQty), [.. requirements.Select(r => RequirementView.From(o, r))],
            [.. requirements.Where(r => o.ShortageOf(r) > 0).Select(r => new ShortageView(r.ItemId, r.ItemNo, r.RequiredQty, r.ReservedQty, o.ShortageOf(r)))],
            [.. o.Outputs.Select(p => OutputView.From(o, p))], o.Currency, o.MaterialCost, o.OperationCost, o.OutputCost, o.ByProductCost, o.ScrapCost,
            o.WipCost, o.UnitCost, o.Release?.At, o.Release?.By, o.Start?.At, o.Start?.By, o.Completion?.At, o.Completion?.By, o.Hold?.At, o.Hold?.Reason,
            o.Cancellation?.At, o.Cancellation?.By, o.Cancellation?.Reason, o.Closure?.At, o.Closure?.By, o.Closure?.Reason, o.AllowedActions, o.CreatedBy,
            o.CreatedAt, o.UpdatedAt, o.Version);
    }
}

/// <summary>Why Inventory refused.</summary>
public sealed record WorkOrderErrorView(string Code, string Message);

/// <summary>What a work order needs of one item, as planned when it was released. Quantities are in the item's base unit.</summary>
/// <param name="RequiredQty">For the whole order, with what is usually spoilt.</param>
/// <param name="ReservedQty">Held for the order, particular stock included, and not used yet.</param>
/// <param name="AllocatedQty">The part of that which is particular stock.</param>
/// <param name="IssuedQty">Taken out of stock ahead of the output.</param>
/// <param name="ConsumedQty">Used for output; <c>varianceQty</c> of it was not planned.</param>
/// <param name="ScrappedQty">The part of that which is in nothing good.</param>
/// <param name="WipQty">Issued, and in no output yet.</param>
/// <param name="ShortageQty">Neither used, issued nor reserved. Filled by Inventory when stock comes, where the order waits for it.</param>
public sealed record RequirementView(
    Guid Id, int LineNo, Guid ItemId, string ItemNo, string UomCode, string IssueMethod, Guid? LocationId, decimal RequiredQty, decimal ReservedQty,
    decimal AllocatedQty, decimal IssuedQty, decimal ConsumedQty, decimal ScrappedQty, decimal VarianceQty, decimal WipQty, decimal ShortageQty,
    Guid? ReservationId)
{
    internal static RequirementView From(WorkOrder order, Requirement r) => new(
        r.Id, r.LineNo, r.ItemId, r.ItemNo, r.UomCode, r.IsManual ? Boms.BomComponent.Manual : Boms.BomComponent.Backflush, r.LocationId, r.RequiredQty,
        r.ReservedQty, r.AllocatedQty, r.IssuedQty, r.ConsumedQty, r.ScrappedQty, r.VarianceQty, r.WipQty, order.ShortageOf(r), r.ReservationId);
}

/// <summary>A component that is missing. Quantities are in its base unit.</summary>
public sealed record ShortageView(Guid ItemId, string ItemNo, decimal RequiredQty, decimal ReservedQty, decimal ShortageQty);

/// <summary>What was reported as made.</summary>
/// <param name="Status"><c>posted</c>, <c>reversing</c> or <c>reversed</c>.</param>
/// <param name="ScrapQty">Spoilt in making it.</param>
/// <param name="TransactionId">The ledger transaction in Inventory: exactly one for each output.</param>
/// <param name="MaterialCost">Of what was taken out of stock for it.</param>
/// <param name="Cost">What the good output is worth.</param>
/// <param name="Warnings">Where what was used is not what was planned.</param>
public sealed record OutputView(
    Guid Id, string Status, decimal Qty, decimal ScrapQty, Guid? LotId, string? LotNo, DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, Guid? LocationId,
    Guid? TransactionId, DateTimeOffset? CompletedAt, string CompletedBy, decimal MaterialCost, decimal OperationCost, decimal Cost,
    IReadOnlyList<string> Warnings, DateTimeOffset? ReversedAt, string? ReversedBy, string? ReversalReason, Guid? ReversalTransactionId)
{
    internal static OutputView From(WorkOrder order, Posting p) => new(
        p.Id, p.Status, order.InUom(p.BaseQty), order.InUom(p.ScrapBaseQty), p.LotId, p.LotNo, p.ExpiryDate, p.SerialNos, p.LocationId, p.TransactionId,
        p.PostedAt, p.Step.By, p.MaterialCost, p.OperationCost, p.OutputCost, p.Warnings, p.Reversal?.At, p.Reversal?.By, p.Reversal?.Reason,
        p.ReversalTransactionId);
}
