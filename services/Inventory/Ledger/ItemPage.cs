using Atlas.Inventory.Costing;
using Atlas.Inventory.Items;

namespace Atlas.Inventory.Ledger;

/// <summary>Everything about one item's stock that decisions need: what is there, and what is held of it.</summary>
sealed class ItemPage(Item item)
{
    public Item Item => item;

    /// <summary>What is not zero, and what was touched.</summary>
    public Dictionary<StockKey, Balance> Balances { get; } = [];

    /// <summary>Held by active allocations.</summary>
    public Dictionary<StockKey, decimal> Allocated { get; } = [];

    /// <summary>Held by the open parts of reservations, by what they are limited to.</summary>
    public Dictionary<Pool, decimal> Soft { get; } = [];

    /// <summary>What is asked for with no stock behind it.</summary>
    public decimal Backordered { get; set; }

    /// <summary>Movements that took effect after the earliest backdated posting of this group; null when nothing is backdated.</summary>
    public List<(StockKey Key, DateTimeOffset EffectiveAt, decimal Qty)>? Later { get; set; }

    /// <summary>What the stock is worth.</summary>
    public CostCard Costs { get; set; } = new(new CostPool { ItemId = item.Id, Method = item.CostingMethod ?? CostPool.MovingAverage }, [], null, [], null);

    /// <summary>As it was loaded.</summary>
    public CostCard? CostsBefore { get; set; }

    public bool HasStock => Balances.Values.Any(balance => balance.OnHand != 0);

    public bool HasHolds => Allocated.Count > 0 || Soft.Count > 0;

    public decimal OnHand(StockKey key) => Balances.TryGetValue(key, out var balance) ? balance.OnHand : 0;

    public decimal AllocatedAt(StockKey key) => Allocated.GetValueOrDefault(key);
}

/// <summary>
/// Stock that a claim can be limited to: of a facility, and where not empty of one location or one lot in it. A claim on a smaller
/// pool is a claim on every pool around it.
/// </summary>
readonly record struct Pool(Guid ItemId, Guid FacilityId, Guid LocationId, Guid LotId)
{
    /// <summary>This pool and those around it.</summary>
    public IEnumerable<Pool> Around()
    {
        yield return this with { LocationId = Guid.Empty, LotId = Guid.Empty };
        if (LocationId != Guid.Empty) yield return this with { LotId = Guid.Empty };
        if (LotId != Guid.Empty) yield return this with { LocationId = Guid.Empty };
        if (LocationId != Guid.Empty && LotId != Guid.Empty) yield return this;
    }

    public bool Holds(Guid facilityId, Guid locationId, Guid lotId) => FacilityId == facilityId
        && (LocationId == Guid.Empty || LocationId == locationId) && (LotId == Guid.Empty || LotId == lotId);
}
