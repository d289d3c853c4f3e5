using Atlas.Persistence.Tenancy;
using Atlas.Procurement.Items;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>What is ordered of one item. Prices and <see cref="Qty"/> are in its unit; what is received is counted in base units, exactly.</summary>
sealed class PurchaseOrderLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid PurchaseOrderId { get; private set; }
    public required Guid Id { get; init; }
    public int LineNo { get; set; }
    public Guid ItemId { get; set; }
    public string ItemNo { get; set; } = null!;
    public string? Description { get; set; }
    public decimal Qty { get; set; }
    public Guid UomId { get; set; }
    public string UomCode { get; set; } = null!;

    /// <summary>1 of the unit is so many base units: <c>UomNumerator</c>/<c>UomDenominator</c>, as it was when the line was written.</summary>
    public long UomNumerator { get; set; }

    public long UomDenominator { get; set; }

    /// <summary><see cref="Qty"/> in base units.</summary>
    public decimal BaseQty { get; set; }

    public decimal UnitPrice { get; set; }
    public decimal DiscountPct { get; set; }
    public decimal TaxRate { get; set; }
    public DateOnly? ExpectedDate { get; set; }
    public Guid? LocationId { get; set; }

    /// <summary>How much more than ordered may be received, in percent; settled when the line is written.</summary>
    public decimal OverReceiptTolerancePct { get; set; }

    public Guid? RequisitionLineId { get; set; }

    /// <summary>In base units, without what was reversed.</summary>
    public decimal ReceivedBaseQty { get; private set; }

    /// <summary>In base units: receipts that are not settled yet.</summary>
    public decimal PendingBaseQty { get; private set; }

    /// <summary>In base units: sent back to the supplier.</summary>
    public decimal ReturnedBaseQty { get; private set; }

    /// <summary>In base units: will not come any more.</summary>
    public decimal ClosedShortBaseQty { get; private set; }

    /// <summary>In base units: still to come.</summary>
    public decimal OpenBaseQty => Math.Max(0, BaseQty - ReceivedBaseQty - ClosedShortBaseQty);

    /// <summary>Nothing is missing: all of it has come, or the rest will not.</summary>
    public bool IsDone => OpenBaseQty == 0;

    /// <summary>The largest quantity that may be received in all, in base units.</summary>
    public decimal MostBaseQty => ClosedShortBaseQty > 0 ? BaseQty - ClosedShortBaseQty : BaseQty + BaseQty * OverReceiptTolerancePct / 100;

    /// <summary>The price of all of it, before tax and not rounded.</summary>
    public decimal Amount => Qty * UnitPrice * (100 - DiscountPct) / 100;

    /// <summary>Price of one base unit, after discount.</summary>
    public decimal BaseUnitCost => Uom.PerBase(UnitPrice * (100 - DiscountPct) / 100);

    /// <summary>A quantity in base units as one in the line's unit, to 6 decimals: for people to read.</summary>
    public decimal InUom(decimal baseQty) => decimal.Round(baseQty * UomDenominator / UomNumerator, 6);

    public ItemUom Uom => new(UomId, UomCode, UomNumerator, UomDenominator);

    public void Expect(decimal baseQty) => PendingBaseQty += baseQty;

    public void Receive(decimal baseQty) => (PendingBaseQty, ReceivedBaseQty) = (PendingBaseQty - baseQty, ReceivedBaseQty + baseQty);

    public void GiveUp(decimal baseQty) => PendingBaseQty -= baseQty;

    public void TakeBack(decimal baseQty) => ReceivedBaseQty -= baseQty;

    public void SendBack(decimal baseQty) => ReturnedBaseQty += baseQty;

    public void CloseShort() => ClosedShortBaseQty += OpenBaseQty;
}
