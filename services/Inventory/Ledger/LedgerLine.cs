using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Ledger;

/// <summary>One side of a movement. The lines of a transaction add up to zero per item.</summary>
sealed class LedgerLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required long LedgerSeq { get; init; }
    public required int LineNo { get; init; }
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>That of the transaction; where it corrects the value of an earlier line, that of the line.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }
    public required Guid ItemId { get; init; }

    /// <summary>Null on the virtual side.</summary>
    public Guid? FacilityId { get; init; }
    public required Guid LocationId { get; init; }
    public required string LocationType { get; init; }
    public required Guid LotId { get; init; }
    public required string SerialNo { get; init; }
    public required Guid StatusId { get; init; }

    /// <summary>In the item's base unit; below zero it leaves.</summary>
    public required decimal Qty { get; init; }
    public required decimal EnteredQty { get; init; }
    public required Guid EnteredUomId { get; init; }
    public decimal? UnitCost { get; init; }

    /// <summary>In whole minor units, with the sign of the quantity. The lines of a transaction add up to zero per item.</summary>
    public decimal? Value { get; init; }
    public string? Currency { get; init; }

    /// <summary>With <see cref="CorrectsLineNo"/>, the line whose value this one adds to; its quantity is then 0.</summary>
    public long? CorrectsSeq { get; init; }
    public int? CorrectsLineNo { get; init; }

    /// <summary>
    /// What it adds up to, so that no reader has to: inside a facility the balance after the transaction; outside, all of the
    /// item's stock after it. Null in transit.
    /// </summary>
    public decimal? RunningQty { get; set; }

    /// <summary>Outside: what all of the item's stock is worth after the transaction.</summary>
    public decimal? RunningValue { get; set; }

    public StockKey Key => new(ItemId, LocationId, LotId, SerialNo, StatusId);
    public bool IsInternal => FacilityId is not null;
}
