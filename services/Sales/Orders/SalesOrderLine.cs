using Atlas.Persistence.Tenancy;
using Atlas.Sales.Items;

namespace Atlas.Sales.Orders;

/// <summary>What is sold of one item. Prices and <see cref="Qty"/> are in its unit; what is shipped is counted in base units, exactly.</summary>
sealed class SalesOrderLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid SalesOrderId { get; private set; }
    public required Guid Id { get; init; }
    public int LineNo { get; private set; }
    public Guid ItemId { get; private set; }
    public string ItemNo { get; private set; } = null!;
    public string? Description { get; private set; }
    public decimal Qty { get; private set; }
    public Guid UomId { get; private set; }
    public string UomCode { get; private set; } = null!;

    /// <summary>1 of the unit is so many base units: <c>UomNumerator</c>/<c>UomDenominator</c>, as it was when the line was written.</summary>
    public long UomNumerator { get; private set; }

    public long UomDenominator { get; private set; }

    /// <summary><see cref="Qty"/> in base units.</summary>
    public decimal BaseQty { get; private set; }

    public decimal UnitPrice { get; private set; }

    /// <summary>Off the price of the whole line, in the order's currency.</summary>
    public decimal Discount { get; private set; }

    public decimal TaxRate { get; private set; }

    /// <summary>Where it is shipped from, when not from where the order says.</summary>
    public Guid? FacilityId { get; private set; }

    /// <summary>The only lot that will do.</summary>
    public Guid? LotId { get; private set; }

    /// <summary>In base units: what has left.</summary>
    public decimal ShippedBaseQty { get; private set; }

    /// <summary>In base units: shipments that are not settled yet.</summary>
    public decimal PendingBaseQty { get; private set; }

    /// <summary>In base units: will not be shipped any more.</summary>
    public decimal CancelledBaseQty { get; private set; }

    /// <summary>In base units: what the customer has sent back.</summary>
    public decimal ReturnedBaseQty { get; private set; }

    /// <summary>In base units: returns that are not settled yet.</summary>
    public decimal PendingReturnBaseQty { get; private set; }

    /// <summary>In base units: still to be shipped.</summary>
    public decimal OpenBaseQty => BaseQty - ShippedBaseQty - CancelledBaseQty;

    /// <summary>In base units: the most that another shipment can take.</summary>
    public decimal ShippableBaseQty => OpenBaseQty - PendingBaseQty;

    /// <summary>In base units: the most that can still come back.</summary>
    public decimal ReturnableBaseQty => ShippedBaseQty - ReturnedBaseQty - PendingReturnBaseQty;

    public ItemUom Uom => new(UomId, UomCode, UomNumerator, UomDenominator);

    /// <summary>A quantity in base units as one in the line's unit, to 6 decimals: for people to read.</summary>
    public decimal InUom(decimal baseQty) => Uom.FromBase(baseQty);

    /// <summary>Is this from now on.</summary>
    public void Become(LineFacts facts, int lineNo)
    {
        LineNo = lineNo;
        (ItemId, ItemNo, Description) = (facts.ItemId, facts.ItemNo, facts.Description);
        (Qty, UomId, UomCode, UomNumerator, UomDenominator) = (facts.Qty, facts.UomId, facts.UomCode, facts.UomNumerator, facts.UomDenominator);
        (BaseQty, UnitPrice, Discount, TaxRate) = (facts.BaseQty, facts.UnitPrice, facts.Discount, facts.TaxRate);
        (FacilityId, LotId) = (facts.FacilityId, facts.LotId);
    }

    public void Expect(decimal baseQty) => PendingBaseQty += baseQty;

    public void Ship(decimal baseQty) => (PendingBaseQty, ShippedBaseQty) = (PendingBaseQty - baseQty, ShippedBaseQty + baseQty);

    public void GiveUp(decimal baseQty) => PendingBaseQty -= baseQty;

    public void Cancel() => CancelledBaseQty += OpenBaseQty;

    public void ExpectReturn(decimal baseQty) => PendingReturnBaseQty += baseQty;

    public void Return(decimal baseQty) => (PendingReturnBaseQty, ReturnedBaseQty) = (PendingReturnBaseQty - baseQty, ReturnedBaseQty + baseQty);

    public void GiveUpReturn(decimal baseQty) => PendingReturnBaseQty -= baseQty;
}

/// <summary>All that a client says about a line, with item, unit and base quantity found.</summary>
/// <param name="Id">The line that it is, or will be.</param>
sealed record LineFacts(
    Guid Id, Guid ItemId, string ItemNo, string? Description, decimal Qty, Guid UomId, string UomCode, long UomNumerator, long UomDenominator,
    decimal BaseQty, decimal UnitPrice, decimal Discount, decimal TaxRate, Guid? FacilityId, Guid? LotId);
