using Atlas.Persistence.Tenancy;

namespace Atlas.Procurement.Requisitions;

/// <summary>What somebody needs of one item.</summary>
sealed class RequisitionLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid RequisitionId { get; private set; }
    public required Guid Id { get; init; }
    public int LineNo { get; set; }
    public Guid ItemId { get; set; }
    public string ItemNo { get; set; } = null!;
    public decimal Qty { get; set; }
    public Guid UomId { get; set; }
    public string UomCode { get; set; } = null!;
    public Guid? SupplierId { get; set; }
    public decimal? EstimatedUnitCost { get; set; }
    public DateOnly? NeedBy { get; set; }

    /// <summary>What of it has become purchase orders, in the line's unit; never more than <see cref="Qty"/>.</summary>
    public decimal ConvertedQty { get; private set; }

    public bool IsCancelled { get; private set; }
    public List<Guid> PurchaseOrderLineIds { get; private set; } = [];

    public decimal OpenQty => IsCancelled ? 0 : Qty - ConvertedQty;

    /// <summary><c>open</c>, <c>partially_ordered</c>, <c>ordered</c> or <c>cancelled</c>.</summary>
    public string Status => IsCancelled ? "cancelled" : ConvertedQty == 0 ? "open" : ConvertedQty < Qty ? "partially_ordered" : "ordered";

    public void Convert(decimal qty, Guid purchaseOrderLineId) =>
        (ConvertedQty, PurchaseOrderLineIds) = (ConvertedQty + qty, [.. PurchaseOrderLineIds, purchaseOrderLineId]);

    public void Cancel() => IsCancelled = true;
}
