namespace Atlas.Procurement.Requisitions;

/// <summary>Somebody needs goods and asks that they be bought.</summary>
/// <param name="RequisitionNo">For example <c>REQ-000042</c>.</param>
/// <param name="FacilityId">Where it is needed.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>.</param>
/// <param name="Status"><c>draft</c>, <c>pending_approval</c>, <c>approved</c>, <c>partially_ordered</c>, <c>ordered</c>, <c>rejected</c> or
/// <c>cancelled</c>.</param>
/// <param name="EstimatedTotal">Sum of the lines by their estimates; lines without one count nothing.</param>
/// <param name="PurchaseOrderIds">The orders that it became.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record RequisitionView(
    Guid Id, string RequisitionNo, Guid FacilityId, string? RequestedBy, DateOnly? NeedBy, string Priority, string Status, string? Justification,
    string? Notes, string? ExternalId, IReadOnlyList<RequisitionLineView> Lines, decimal EstimatedTotal, IReadOnlyList<Guid> PurchaseOrderIds,
    DateTimeOffset? SubmittedAt, string? SubmittedBy, DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? RejectedAt, string? RejectedBy,
    string? RejectionReason, DateTimeOffset? CancelledAt, string? CancelledBy, string? CancelReason, IReadOnlyList<string> AllowedActions,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static RequisitionView From(Requisition r) => new(
        r.Id, r.RequisitionNo, r.FacilityId, r.RequestedBy, r.NeedBy, r.Priority, r.Status, r.Justification, r.Notes, r.ExternalId,
        [.. r.InOrder.Select(RequisitionLineView.From)], r.EstimatedTotal, r.PurchaseOrderIds, r.Submission?.At, r.Submission?.By, r.Approval?.At,
        r.Approval?.By, r.Rejection?.At, r.Rejection?.By, r.Rejection?.Reason, r.Cancellation?.At, r.Cancellation?.By, r.Cancellation?.Reason,
        r.AllowedActions, r.CreatedBy, r.CreatedAt, r.UpdatedAt, r.Version);
}

/// <summary>What is needed of one item.</summary>
/// <param name="SupplierId">Where it should be bought.</param>
/// <param name="EstimatedUnitCost">What one <c>uomCode</c> will cost.</param>
/// <param name="ConvertedQty">What of it is on purchase orders; never more than <c>qty</c>.</param>
/// <param name="Status"><c>open</c>, <c>partially_ordered</c>, <c>ordered</c> or <c>cancelled</c>.</param>
public sealed record RequisitionLineView(
    Guid Id, int LineNo, Guid ItemId, string ItemNo, decimal Qty, Guid UomId, string UomCode, Guid? SupplierId, decimal? EstimatedUnitCost,
    DateOnly? NeedBy, decimal ConvertedQty, IReadOnlyList<Guid> PurchaseOrderLineIds, string Status)
{
    internal static RequisitionLineView From(RequisitionLine l) => new(
        l.Id, l.LineNo, l.ItemId, l.ItemNo, l.Qty, l.UomId, l.UomCode, l.SupplierId, l.EstimatedUnitCost, l.NeedBy, l.ConvertedQty,
        l.PurchaseOrderLineIds, l.Status);
}
