using Atlas.Contracts.Inventory;
using Atlas.Persistence.Tenancy;

namespace Atlas.Sales.Orders;

/// <summary>What a reservation in Inventory holds for a line. Inventory decides it; here it only follows, by the reservation's version.</summary>
sealed class StockHold : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid SalesOrderId { get; private set; }
    public required Guid ReservationId { get; init; }

    /// <summary>The line; one that an amendment is about to add may not be there yet.</summary>
    public required Guid LineId { get; init; }

    /// <summary>In base units: what it holds or waits for.</summary>
    public decimal HeldBaseQty { get; private set; }

    /// <summary>Of it, set aside as particular stock.</summary>
    public decimal AllocatedBaseQty { get; private set; }

    /// <summary>Of it, what no stock stands behind yet.</summary>
    public decimal BackorderedBaseQty { get; private set; }

    public long ReservationVersion { get; private set; }

    /// <summary>It holds nothing any more, and never will again.</summary>
    public bool IsOver => HeldBaseQty == 0;

    /// <summary>Takes over what is newer. False when nothing is.</summary>
    public bool Follow(HeldStock news)
    {
        if (IsOver && ReservationVersion > 0 || news.Version <= ReservationVersion) return false;
        (HeldBaseQty, AllocatedBaseQty, BackorderedBaseQty, ReservationVersion) = (news.HeldQty, news.AllocatedQty, news.BackorderedQty, news.Version);
        return true;
    }

    /// <summary>It was given up.</summary>
    public void End() => (HeldBaseQty, AllocatedBaseQty, BackorderedBaseQty) = (0, 0, 0);
}
