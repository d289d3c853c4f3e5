using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Costing;

/// <summary>
/// What all of a tenant's stock of one item is worth, wherever it lies or travels. Method and currency are settled by the first posting.
/// </summary>
sealed record CostPool : ITenantOwned
{
    public const string Fifo = "fifo";
    public const string MovingAverage = "moving_average";
    public const string Standard = "standard";

    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required string Method { get; init; }
    public string? Currency { get; init; }

    /// <summary>All that the tenant owns: in its facilities and in transit between them.</summary>
    public decimal Qty { get; init; }
    public decimal Value { get; init; }

    /// <summary>With <see cref="BaseValue"/> the average, as the last arrival has left it. What leaves does not change it.</summary>
    public decimal BaseQty { get; init; }
    public decimal BaseValue { get; init; }

    /// <summary>What a unit has last cost; for what leaves before its cost is known. Null until anything had a cost.</summary>
    public decimal? LastUnitCost { get; init; }

    /// <summary>What a quantity is worth at the cost of now: its part of all there is, or else at what a unit has last cost.</summary>
    public decimal Worth(decimal qty) => Qty != 0 ? Money.Part(Value, qty, Qty, Currency) : Currencies.Round(qty * (LastUnitCost ?? 0), Currency);

    /// <summary>The last transaction that changed it.</summary>
    public long LedgerSeq { get; init; }

    /// <summary>How late the latest news of it came: the longest time between what changed it and its posting, in microseconds.</summary>
    public long LongestLag { get; init; }
}

/// <summary>What came in at once at one cost, and what is left of it. Only items costed first in, first out have layers.</summary>
sealed record CostLayer : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }

    /// <summary>With <see cref="LineNo"/>, the line by which it came.</summary>
    public required long LedgerSeq { get; init; }
    public required int LineNo { get; init; }
    public required DateTimeOffset EffectiveAt { get; init; }
    public required decimal Qty { get; init; }
    public required decimal Value { get; init; }
    public required decimal RemainingQty { get; init; }
    public required decimal RemainingValue { get; init; }
}

/// <summary>How much of a layer a line has used up.</summary>
sealed record CostLayerUse : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required long LedgerSeq { get; init; }
    public required int LineNo { get; init; }
    public required long LayerSeq { get; init; }
    public required int LayerLineNo { get; init; }
    public required DateTimeOffset EffectiveAt { get; init; }
    public required decimal Qty { get; init; }
}
