using Atlas.Inventory.Costing;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;

namespace Atlas.Inventory.Ledger;

/// <summary>A transaction that somebody wants to be posted.</summary>
sealed class Draft
{
    public required string Type { get; init; }
    public required string Actor { get; init; }

    /// <summary>When it took effect; now when null.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }
    public string? SourceType { get; init; }
    public string? SourceId { get; init; }
    public string? SourceNo { get; init; }

    /// <summary>With the source, what makes the posting happen once; null when there is no such document.</summary>
    public string? Action { get; init; }
    public string? Reason { get; init; }
    public string? ReasonCode { get; init; }
    public string? Reference { get; init; }
    public Guid? ReversesTransactionId { get; init; }

    /// <summary>When production made something, what its output costs besides the components of this transaction.</summary>
    public ProductionCost? Production { get; init; }
    public List<DraftLine> Lines { get; } = [];

    /// <summary>Adds a movement: what arrives inside (or leaves, below zero), and the other side of it.</summary>
    public void Move(DraftLine line, VirtualLocation other)
    {
        Lines.Add(line);
        Lines.Add(line with { FacilityId = null, LocationId = other.Id, LocationType = other.Type, Qty = -line.Qty, EnteredQty = -line.EnteredQty });
    }
}

/// <summary>One side of a movement.</summary>
/// <param name="UnitCost">What a unit of what comes in has cost; decided by the rules of costing when null.</param>
/// <param name="CostSharePct">Where production made it: how many per cent of all costs it bears; its part, by quantity, of the rest when null.</param>
/// <param name="Value">What the line is worth where that is given, as in a reversal.</param>
sealed record DraftLine(
    Guid ItemId, Guid? FacilityId, Guid LocationId, string LocationType, Guid LotId, string SerialNo, StockStatus Status, decimal Qty,
    decimal EnteredQty, Guid EnteredUomId, decimal? UnitCost = null, decimal? Value = null, decimal? CostSharePct = null)
{
    /// <summary>False for what is in a facility, or on its way between two: the tenant's own.</summary>
    public bool IsOutside => FacilityId is null && LocationType != VirtualLocation.InTransit.Type;

    public StockKey Key => new(ItemId, LocationId, LotId, SerialNo, Status.Id);
}
