namespace Atlas.Contracts.Procurement;

/// <summary>Asks Procurement for a draft of a requisition with this id. Asking twice makes one.</summary>
/// <param name="RequestedBy">Who asked, by credential.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>.</param>
public sealed record RaiseRequisition(
    Guid RequisitionId, Guid FacilityId, DateOnly NeedBy, string Priority, string? Justification, string RequestedBy, IReadOnlyList<RaiseRequisitionLine> Lines);

/// <summary>What is needed of one item.</summary>
/// <param name="Qty">In the item's base unit.</param>
/// <param name="SupplierId">Where it should be bought, if that supplier is known.</param>
public sealed record RaiseRequisitionLine(Guid ItemId, decimal Qty, Guid? SupplierId, DateOnly NeedBy);
