using Atlas.Contracts.Inventory;
using Atlas.Persistence.Tenancy;

namespace Atlas.Production.WorkOrders;

/// <summary>What a work order needs of one item, as it was planned when the order was released. All quantities are in the item's base unit.</summary>
sealed class Requirement : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid WorkOrderId { get; private set; }
    public required Guid Id { get; init; }
    public required int LineNo { get; init; }
    public required Guid ItemId { get; init; }
    public required string ItemNo { get; init; }
    public required string UomCode { get; init; }

    /// <summary>How many decimals its unit has.</summary>
    public required int Decimals { get; init; }

    public required bool IsManual { get; init; }

    /// <summary>Where it is taken from; anywhere in the facility when null.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>For one base unit of output, with what is usually spoilt.</summary>
    public required Ratio PerUnit { get; init; }

    /// <summary>For one base unit of output, without what is usually spoilt.</summary>
    public required Ratio NetPerUnit { get; init; }

    public required decimal RequiredQty { get; init; }
    public Guid? ReservationId { get; private set; }

    /// <summary>The last state of the reservation that is known here.</summary>
    public long ReservationVersion { get; private set; }

    /// <summary>All that the reservation was ever for, without what was given up.</summary>
    public decimal ReservationQty { get; private set; }

    /// <summary>What has been taken out of the reservation: as Inventory last told, and as this order knows itself.</summary>
    public decimal ToldFulfilledQty { get; private set; }

    public decimal TakenFromReservationQty { get; private set; }

    /// <summary>The part of the reservation that no stock stands behind yet.</summary>
    public decimal BackorderedQty { get; private set; }

    /// <summary>The part of the reservation that is particular stock.</summary>
    public decimal ToldAllocatedQty { get; private set; }

    /// <summary>Taken out of stock ahead of the output, without what went back.</summary>
    public decimal IssuedQty { get; private set; }

    /// <summary>Used for output.</summary>
    public decimal ConsumedQty { get; private set; }

    /// <summary>The part of <see cref="ConsumedQty"/> that was not planned; below zero when less was used.</summary>
    public decimal VarianceQty { get; private set; }

    /// <summary>The part of <see cref="ConsumedQty"/> that is in nothing good.</summary>
    public decimal ScrappedQty { get; private set; }

    /// <summary>What was issued and is in no output yet, the oldest first.</summary>
    public List<WipPart> Wip { get; private set; } = [];

    public decimal WipQty => Wip.Sum(part => part.Qty);

    /// <summary>What the reservation is still good for. News of it may come late, so what this order took itself counts at once.</summary>
    public decimal HeldQty => Math.Max(0, ReservationQty - Math.Max(ToldFulfilledQty, TakenFromReservationQty));

    /// <summary>What of it stock stands behind.</summary>
    public decimal ReservedQty => Math.Max(0, HeldQty - BackorderedQty);

    public decimal AllocatedQty => Math.Min(ToldAllocatedQty, HeldQty);

    public bool HoldsStock => HeldQty > 0;

    /// <summary>What is needed and neither used, issued nor reserved.</summary>
    public decimal ShortageQty => Math.Max(0, RequiredQty - ConsumedQty - WipQty - ReservedQty);

    /// <summary>What is planned to be used when so much is done. Rounded up once, for all of it: so it does not matter in how many parts it is done.</summary>
    public decimal PlannedFor(decimal doneBaseQty) => (PerUnit * Ratio.Of(doneBaseQty)).RoundedUp(Decimals);

    /// <summary>What is still to be used when so much will be done in all.</summary>
    public decimal DueFor(decimal doneBaseQty) => Math.Max(0, PlannedFor(doneBaseQty) - (ConsumedQty - VarianceQty));

    /// <summary>The least and the most that so much output may use.</summary>
    /// <param name="due">What is planned.</param>
    public (decimal Least, decimal Most) RangeFor(decimal baseQty, decimal due) =>
        (Math.Min(due, (NetPerUnit * Ratio.Of(baseQty)).RoundedDown(Decimals)), Math.Max(due, PlannedFor(baseQty)));

    public void Reserve(StockReservedLine line)
    {
        ReservationId = line.ReservationId;
        if (ReservationVersion > 0) return; // News of the reservation came first.
        (ReservationQty, BackorderedQty) = (line.ReservedQty + line.BackorderedQty, line.BackorderedQty);
    }

    /// <summary>Takes over a newer state of the reservation; an older one, which came late, changes nothing.</summary>
    /// <returns>True when it changed something.</returns>
    public bool Follow(ReservationChanged reservation)
    {
        if (reservation.Version <= ReservationVersion || (ReservationId ?? reservation.ReservationId) != reservation.ReservationId) return false;
        var before = (ReservationQty, HeldQty, BackorderedQty, AllocatedQty);
        (ReservationId, ReservationVersion) = (reservation.ReservationId, reservation.Version);
        ReservationQty = reservation.Qty - reservation.ReleasedQty - reservation.CancelledQty - reservation.ExpiredQty;
        (ToldFulfilledQty, BackorderedQty, ToldAllocatedQty) = (reservation.FulfilledQty, reservation.BackorderedQty, reservation.AllocatedQty);
        return before != (ReservationQty, HeldQty, BackorderedQty, AllocatedQty);
    }

    /// <summary>Nothing is held any more; what is told later about the reservation does not matter.</summary>
    public void LetGo() => (ReservationVersion, ReservationQty, BackorderedQty, ToldAllocatedQty) = (long.MaxValue, TakenFromReservationQty, 0, 0);

    /// <summary>What a posting was to do is done.</summary>
    /// <param name="lines">Which stock it was.</param>
    public void Settle(Posting posting, Use use, IReadOnlyList<ProductionPostedLine> lines)
    {
        TakenFromReservationQty += use.Takes.Sum(take => take.FromReservation);
        if (posting.Kind == Posting.Issue)
        {
            var came = lines.Where(line => line.ItemId == ItemId && line.Qty < 0)
                .Select(line => new WipPart(line.LocationId, line.LotId, line.SerialNo, -line.Qty, -line.Value));
            Wip = [.. Wip, .. came];
            IssuedQty += use.TakenQty;
            return;
        }

        Wip = WipPart.Without(WipPart.Without(Wip, use.FromWip), use.Returned);
        IssuedQty -= use.ReturnedQty;
        Count(posting, use, 1);
    }

    /// <summary>What a posting did is undone; what it used of the reservation stays used.</summary>
    public void TakeBack(Posting posting, Use use)
    {
        Wip = [.. use.FromWip, .. use.Returned, .. Wip];
        IssuedQty += use.ReturnedQty;
        Count(posting, use, -1);
    }

    void Count(Posting posting, Use use, int sign)
    {
        ConsumedQty += sign * use.ActualQty;
        VarianceQty += sign * (use.ActualQty - use.PlannedQty);
        ScrappedQty += sign * (posting.ScrapsWip ? use.ActualQty : use.ScrappedQty);
    }
}

/// <summary>Stock that was issued and is in no output yet.</summary>
/// <param name="LocationId">Where it was taken from, and would go back to.</param>
/// <param name="Cost">Of all of it.</param>
sealed record WipPart(Guid LocationId, Guid? LotId, string? SerialNo, decimal Qty, decimal Cost)
{
    /// <summary>Takes so much, the first parts first; less where there is less.</summary>
    /// <param name="decimals">Of the currency: a part bears its part of the cost, and the last bears the rest.</param>
    public static List<WipPart> Take(IEnumerable<WipPart> parts, decimal qty, int decimals)
    {
        var taken = new List<WipPart>();
        foreach (var part in parts)
        {
            if (qty == 0) break;
            var some = Math.Min(qty, part.Qty);
            taken.Add(some == part.Qty ? part : part with { Qty = some, Cost = decimal.Round(part.Cost * some / part.Qty, decimals, MidpointRounding.AwayFromZero) });
            qty -= some;
        }

        return taken;
    }

    /// <summary>What is left when these are gone.</summary>
    public static List<WipPart> Without(IReadOnlyList<WipPart> parts, IReadOnlyList<WipPart> gone)
    {
        var left = parts.ToList();
        foreach (var part in gone)
        {
            var index = left.FindIndex(p => (p.LocationId, p.LotId, p.SerialNo) == (part.LocationId, part.LotId, part.SerialNo) && p.Qty >= part.Qty && p.Cost >= part.Cost);
            if (index < 0) throw new InvalidOperationException("What is used of the work in progress is not there.");
            var rest = left[index] with { Qty = left[index].Qty - part.Qty, Cost = left[index].Cost - part.Cost };
            if (rest.Qty == 0) left.RemoveAt(index);
            else left[index] = rest;
        }

        return left;
    }
}
