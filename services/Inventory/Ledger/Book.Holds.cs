namespace Atlas.Inventory.Ledger;

// What is held of stock, and that it stays covered.
sealed partial class Book
{
    /// <summary>What of the pool nobody has a claim on.</summary>
    public decimal Free(ItemPage page, Pool pool) => StockIn(page, pool) - AllocatedIn(page, pool) - SoftIn(page, pool);

    /// <summary>What of the pool can be promised: available, and of lots that can be used.</summary>
    public decimal StockIn(ItemPage page, Pool pool)
    {
        decimal sum = 0;
        foreach (var balance in page.Balances.Values)
            if (balance.IsAvailable && pool.Holds(balance.FacilityId, balance.LocationId, balance.LotId) && IsUsable(balance.LotId, balance.FacilityId))
                sum += balance.OnHand;
        return sum;
    }

    public decimal AllocatedIn(ItemPage page, Pool pool)
    {
        decimal sum = 0;
        foreach (var (key, qty) in page.Allocated)
            if (qty != 0 && FacilityOf(page, key) is { } facilityId && pool.Holds(facilityId, key.LocationId, key.LotId)) sum += qty;
        return sum;
    }

    public static decimal SoftIn(ItemPage page, Pool pool)
    {
        decimal sum = 0;
        foreach (var (claim, qty) in page.Soft)
            if (pool.Holds(claim.FacilityId, claim.LocationId, claim.LotId)) sum += qty;
        return sum;
    }

    /// <summary>Holds more (or, below zero, less) of a pool without saying which stock.</summary>
    public void HoldSoft(ItemPage page, Pool pool, decimal qty)
    {
        if (qty == 0) return;
        foreach (var around in pool.Around()) Remember(page, around);
        if (qty < 0) MoreAvailable.Add(pool.ItemId);
        var before = page.Soft.GetValueOrDefault(pool);
        page.Soft[pool] = before + qty;
        Undo(() => page.Soft[pool] = before);
    }

    /// <summary>Holds more (or, below zero, less) of particular stock.</summary>
    public void HoldHard(ItemPage page, StockKey key, Guid facilityId, decimal qty)
    {
        if (qty == 0) return;
        Watch(page, key, facilityId);
        if (qty < 0) MoreAvailable.Add(key.ItemId);
        var before = page.AllocatedAt(key);
        page.Allocated[key] = before + qty;
        Undo(() => page.Allocated[key] = before);
    }

    /// <summary>
    /// Refuses when a command has left less than what is held, anywhere. Asked at the end, because a command may pass through states
    /// that would not do: a shipment gives up its hold and then the stock. What was too little before for another reason, as
    /// when a lot expired overnight, is refused only where it gets worse.
    /// </summary>
    public void CheckHolds()
    {
        foreach (var key in heldKeys)
        {
            var page = Items[key.ItemId];
            var (onHand, allocated) = (page.OnHand(key), page.AllocatedAt(key));
            if (allocated > onHand && FacilityOf(page, key) is { } facilityId && !MayBeNegative(page.Item, facilityId))
                throw Short(key.ItemId, key.LocationId, key.LotId, allocated - onHand, 0, onHand, allocated, 0);
        }

        foreach (var (pool, before) in freeBefore)
        {
            var page = Items[pool.ItemId];
            if (MayBeNegative(page.Item, pool.FacilityId)) continue;
            var after = Free(page, pool);
            if (after >= 0 || after >= before) continue;
            throw Short(pool.ItemId, pool.LocationId, pool.LotId, before - after, Math.Max(before, 0), StockIn(page, pool), AllocatedIn(page, pool),
                SoftIn(page, pool));
        }

        Forget();
    }

    void Watch(ItemPage page, StockKey key, Guid facilityId)
    {
        heldKeys.Add(key);
        foreach (var around in new Pool(key.ItemId, facilityId, key.LocationId, key.LotId).Around()) Remember(page, around);
    }

    void Remember(ItemPage page, Pool pool)
    {
        if (!freeBefore.ContainsKey(pool)) freeBefore[pool] = Free(page, pool);
    }

    void Forget()
    {
        heldKeys.Clear();
        freeBefore.Clear();
    }

    Guid? FacilityOf(ItemPage page, StockKey key) =>
        page.Balances.TryGetValue(key, out var balance) ? balance.FacilityId : Locations.TryGetValue(key.LocationId, out var location) ? location.FacilityId : null;
}
