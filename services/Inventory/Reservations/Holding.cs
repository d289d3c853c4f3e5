using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>Which stock a reservation is to get.</summary>
/// <param name="Strategy">In which order lots are taken; the item's usual one when null.</param>
sealed record Choice(Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos, string? Strategy)
{
    public static readonly Choice Any = new(null, null, [], null);

    /// <summary>Whether the allocation is of the stock that is meant.</summary>
    public bool Names(Allocation a) => (LocationId is null || a.LocationId == LocationId) && (LotId is null || a.LotId == LotId)
        && (SerialNos.Count == 0 || SerialNos.Contains(a.SerialNo));

    public bool IsManual => LocationId is not null || LotId is not null || SerialNos.Count > 0;
}

/// <summary>What reservations do to stock: how claims become allocations, and how both end. All of it on the book.</summary>
static class Holding
{
    public static Pool PoolOf(Reservation r) => new(r.ItemId, r.FacilityId, r.LocationId ?? Guid.Empty, r.LotId ?? Guid.Empty);

    /// <summary>The reservation, to change; as it is now, with what has expired behind it.</summary>
    public static Reservation Open(Book book, Guid id)
    {
        if (!book.Reservations.ContainsKey(id)) throw new RefusedException(Error.NotFound("Reservation", $"{id}"));
        var reservation = book.Change(id);
        // What expired was not loaded as a claim, so there is none to give up.
        if (reservation.ExpireIfDue(book.Now)) Announce(book, reservation, "expired");
        return reservation;
    }

    /// <summary>Changes the reservation, and its claim on stock with it.</summary>
    public static void Change(Book book, Reservation reservation, Action change)
    {
        var before = reservation.SoftQty;
        change();
        book.HoldSoft(book.Items[reservation.ItemId], PoolOf(reservation), reservation.SoftQty - before);
    }

    /// <summary>What nobody else claims of the stock that the reservation is limited to.</summary>
    public static decimal Available(Book book, ItemPage page, Pool pool) => pool.Around().Min(around => book.Free(page, around));

    /// <summary>A new claim on what is free of a pool, all of it or none; the caller announces it.</summary>
    public static Reservation Hold(Book book, Pool pool, decimal qty, string demandType, string demandId, string? demandLineId, string actor)
    {
        var page = book.Items[pool.ItemId];
        var free = Math.Max(0, Available(book, page, pool));
        if (free < qty)
            throw Book.Short(pool.ItemId, pool.LocationId, pool.LotId, qty, free, book.StockIn(page, pool), book.AllocatedIn(page, pool), Book.SoftIn(page, pool));
        var reservation = new Reservation
        {
            Id = Guid.CreateVersion7(book.Now), ReservationNo = book.NextReservationNo(), ItemId = pool.ItemId, FacilityId = pool.FacilityId,
            LocationId = pool.LocationId == Guid.Empty ? null : pool.LocationId, LotId = pool.LotId == Guid.Empty ? null : pool.LotId,
            DemandType = demandType, DemandId = demandId, DemandLineId = demandLineId, RequestedQty = qty, Qty = qty, OpenQty = qty,
            CreatedBy = actor, CreatedAt = book.Now, UpdatedAt = book.Now,
        };
        book.Add(reservation);
        book.HoldSoft(page, pool, qty);
        return reservation;
    }

    /// <summary>Gives up everything that a document holds. Its reservations must have been asked for.</summary>
    /// <param name="cancels">The demand is void; where a part of it was fulfilled, the rest is released.</param>
    /// <returns>The reservations that held something.</returns>
    public static IReadOnlyList<Guid> GiveUpFor(Book book, string demandType, string demandId, bool cancels, string? reason)
    {
        var given = book.Reservations.Values.Where(r => r.DemandType == demandType && r.DemandId == demandId && r.IsActive).Select(r => r.Id).ToList();
        foreach (var id in given) GiveUpAll(book, id, cancels, reason);
        return given;
    }

    /// <summary>Gives up all that one reservation holds, if it holds anything.</summary>
    public static void GiveUpAll(Book book, Guid id, bool cancels, string? reason)
    {
        var reservation = Open(book, id);
        if (!reservation.IsActive) return;
        var (open, allocated, isVoid) = (reservation.OpenQty, reservation.AllocatedQty, cancels && reservation.FulfilledQty == 0);
        GiveUp(book, reservation, allocated);
        Change(book, reservation, () =>
        {
            if (isVoid) reservation.Cancel(reason);
            else reservation.Release(open, allocated, reason);
        });
        Announce(book, reservation, isVoid ? "cancelled" : "released");
    }

    /// <summary>Makes a reservation hold less: what waits goes first, then what is not allocated.</summary>
    public static void Shrink(Book book, Reservation r, decimal less)
    {
        var fromOpen = Math.Min(less, r.OpenQty);
        GiveUp(book, r, less - fromOpen);
        Change(book, r, () => r.Release(fromOpen, less - fromOpen, null));
        Announce(book, r, "released");
    }

    /// <summary>Makes a reservation hold more of what is free; the rest waits where <paramref name="waits"/> says so.</summary>
    /// <returns>How much more stands behind it.</returns>
    public static decimal Grow(Book book, Reservation r, decimal more, bool waits)
    {
        var page = book.Items[r.ItemId];
        var held = book.MayBeNegative(page.Item, r.FacilityId) ? more : Math.Min(more, Math.Max(0, Available(book, page, PoolOf(r))));
        var missing = waits ? more - held : 0;
        if (held + missing == 0) return 0;
        Change(book, r, () => r.Grow(held + missing, missing));
        page.Backordered += missing; // Whoever frees stock later in this group looks for those who wait.
        Announce(book, r, "updated");
        return held;
    }

    /// <summary>What a reservation holds now, for the document that asked.</summary>
    public static HeldStock Told(Reservation r) => new(r.Id, r.DemandLineId, r.OpenQty + r.AllocatedQty, r.AllocatedQty, r.BackorderedQty, r.Version);

    /// <summary>Turns a part of the open quantity into allocations of particular stock.</summary>
    /// <returns>How much; less than asked only where that is allowed, and never nothing.</returns>
    public static decimal Allocate(Book book, Reservation r, decimal qty, Choice choice, bool allowPartial)
    {
        r.Require("allocate", Reservation.Open, Reservation.PartiallyAllocated, Reservation.PartiallyFulfilled);
        if (qty > r.OpenQty) throw new BrokenRuleException("over_allocation", $"Only {r.OpenQty:0.######} is left to allocate.");
        var (page, pool) = (book.Items[r.ItemId], PoolOf(r));
        book.HoldSoft(page, pool, -r.SoftQty); // Its own claim is no hindrance.

        var strategy = choice.Strategy ?? (page.Item.HasExpiry ? Allocation.Fefo : Allocation.Fifo);
        var (left, seen) = (qty, new List<Balance>());
        foreach (var balance in Candidates(book, page, r, choice, strategy))
        {
            if (left == 0) break;
            seen.Add(balance);
            var key = balance.Key;
            var free = Math.Min(balance.OnHand - page.AllocatedAt(key),
                Available(book, page, new Pool(r.ItemId, r.FacilityId, key.LocationId, key.LotId)));
            var taken = Math.Min(left, free);
            if (taken <= 0) continue;
            book.HoldHard(page, key, r.FacilityId, taken);
            book.Add(new Allocation
            {
                Id = Guid.CreateVersion7(book.Now),
                ReservationId = r.Id,
                ItemId = r.ItemId,
                FacilityId = r.FacilityId,
                LocationId = key.LocationId,
                LotId = key.LotId,
                SerialNo = key.SerialNo,
                Qty = taken,
                Strategy = choice.IsManual ? Allocation.Manual : strategy,
                AllocatedAt = book.Now,
                UpdatedAt = book.Now,
            });
            left -= taken;
        }

        var got = qty - left;
        if (got == 0 || (left > 0 && !allowPartial))
            throw Book.Short(r.ItemId, choice.LocationId ?? r.LocationId, choice.LotId ?? r.LotId, qty, got, seen.Sum(b => b.OnHand),
                seen.Sum(b => page.AllocatedAt(b.Key)) - got, Book.SoftIn(page, pool));
        r.Allocate(got);
        book.HoldSoft(page, pool, r.SoftQty);
        return got;
    }

    // Usable stock in reach, in the order in which the strategy takes it; the same stock always in the same order.
    static IEnumerable<Balance> Candidates(Book book, ItemPage page, Reservation r, Choice choice, string strategy)
    {
        var needed = r.NeedBy is { } needBy && needBy > book.Now ? needBy : book.Now;
        var mustLast = book.DayAt(r.FacilityId, needed).AddDays(page.Item.MinShelfLifeDays ?? 0);
        if (choice.LotId is { } wanted && book.Lots.TryGetValue(wanted, out var chosen) && !IsGood(chosen))
            throw new BrokenRuleException("lot_expired", $"Lot {chosen.LotNo} cannot be used any more, or not for long enough.",
                new ErrorDetail("lotId", "lot_expired", "cannot be used", new Dictionary<string, object?> { ["expiryDate"] = chosen.ExpiryDate, ["status"] = chosen.Status }));

        var stock = page.Balances.Values.Where(b => b.IsAvailable && b.OnHand > 0 && b.FacilityId == r.FacilityId
            && (r.LocationId is null || b.LocationId == r.LocationId) && (choice.LocationId is null || b.LocationId == choice.LocationId)
            && (r.LotId is null || b.LotId == r.LotId) && (choice.LotId is null || b.LotId == choice.LotId)
            && (choice.SerialNos.Count == 0 || choice.SerialNos.Contains(b.SerialNo))
            && (choice.LocationId is not null || !book.Locations.TryGetValue(b.LocationId, out var place) || place.IsPickable)
            && (b.LotId == Guid.Empty || (book.Lots.TryGetValue(b.LotId, out var lot) && IsGood(lot))));
        var ordered = strategy switch
        {
            Allocation.Fefo => stock.OrderBy(b => Lot(b)?.ExpiryDate ?? DateOnly.MaxValue).ThenBy(b => Lot(b)?.ReceivedAt ?? DateTimeOffset.MaxValue),
            Allocation.Lifo => stock.OrderByDescending(b => Lot(b)?.ReceivedAt ?? DateTimeOffset.MinValue).ThenByDescending(b => b.LotId),
            _ => stock.OrderBy(b => Lot(b)?.ReceivedAt ?? DateTimeOffset.MaxValue),
        };
        return ordered.ThenBy(b => b.LotId).ThenBy(b => book.Locations.GetValueOrDefault(b.LocationId)?.PathKey, StringComparer.Ordinal)
            .ThenBy(b => b.SerialNo, StringComparer.Ordinal).ThenBy(b => b.LocationId).ToList();

        bool IsGood(Lot lot) => lot.IsUsable(mustLast);
        Lot? Lot(Balance balance) => book.Lots.GetValueOrDefault(balance.LotId);
    }

    /// <summary>Gives allocated stock up, the newest allocation first, or one that is named.</summary>
    public static void GiveUp(Book book, Reservation r, decimal qty, Guid? allocationId = null)
    {
        var left = qty;
        foreach (var allocation in book.Allocations[r.Id].Where(a => a.HeldQty > 0 && (allocationId is null || a.Id == allocationId)).Reverse().ToList())
        {
            if (left == 0) break;
            var given = Math.Min(left, allocation.HeldQty);
            book.Change(allocation).Release(given, book.Now);
            book.HoldHard(book.Items[r.ItemId], allocation.Key, allocation.FacilityId, -given);
            left -= given;
        }

        if (left > 0) throw new BrokenRuleException("over_allocation", $"Only {qty - left:0.######} is allocated there.");
    }

    /// <summary>
    /// The stock went to the demand: what is not yet allocated is first, then allocations are used up, those that expire first before
    /// the others.
    /// </summary>
    /// <returns>
    /// What to post, when the issue is not posted already. It stays held until <see cref="LetGo"/>, so that nothing else in the same
    /// document takes it.
    /// </returns>
    public static List<DraftLine> Fulfill(Book book, Reservation r, decimal qty, bool checksLots, Choice? choice = null)
    {
        if (choice is { IsManual: true }) Aim(book, r, qty, choice);
        else if (qty > r.AllocatedQty) Allocate(book, r, qty - r.AllocatedQty, Choice.Any, allowPartial: false);
        var (lines, left, today) = (new List<DraftLine>(), qty, book.DayAt(r.FacilityId, book.Now));
        var item = book.Items[r.ItemId].Item;
        foreach (var allocation in book.Allocations[r.Id].Where(a => a.HeldQty > 0 && (choice is null || choice.Names(a)))
                     .OrderBy(a => book.Lots.GetValueOrDefault(a.LotId)?.ExpiryDate ?? DateOnly.MaxValue).ThenBy(a => a.AllocatedAt).ThenBy(a => a.Id).ToList())
        {
            if (left == 0) break;
            if (checksLots && book.Lots.TryGetValue(allocation.LotId, out var lot) && !lot.IsUsable(today))
                throw new BrokenRuleException("lot_expired", $"Lot {lot.LotNo} cannot be used any more. Deallocate it and allocate another.",
                    new ErrorDetail(null, "lot_expired", "cannot be used", new Dictionary<string, object?> { ["lotId"] = lot.Id, ["expiryDate"] = lot.ExpiryDate, ["status"] = lot.Status }));
            var used = Math.Min(left, allocation.HeldQty);
            book.Change(allocation).Fulfill(used, book.Now);
            lines.Add(new DraftLine(r.ItemId, allocation.FacilityId, allocation.LocationId, VirtualLocation.Internal, allocation.LotId, allocation.SerialNo,
                StockStatus.Available, -used, -used, item.BaseUomId));
            left -= used;
        }

        r.Fulfill(qty);
        return lines;
    }

    /// <summary>Ends the hold on stock that has gone to its demand.</summary>
    public static void LetGo(Book book, IEnumerable<DraftLine> taken)
    {
        foreach (var line in taken) book.HoldHard(book.Items[line.ItemId], line.Key, line.FacilityId!.Value, line.Qty);
    }

    // Somebody took particular stock: that is what is allocated then, whatever was before.
    static void Aim(Book book, Reservation r, decimal qty, Choice choice)
    {
        var missing = qty - book.Allocations[r.Id].Where(choice.Names).Sum(a => a.HeldQty);
        if (missing <= 0) return;
        foreach (var other in book.Allocations[r.Id].Where(a => a.HeldQty > 0 && !choice.Names(a)).Reverse().ToList())
        {
            var back = Math.Min(other.HeldQty, missing - r.OpenQty);
            if (back <= 0) break;
            GiveUp(book, r, back, other.Id);
            Change(book, r, () => r.Deallocate(back));
        }

        Allocate(book, r, missing, choice, allowPartial: false);
    }

    /// <summary>Notes the change: a new version, and the event.</summary>
    public static void Announce(Book book, Reservation r, string what)
    {
        r.UpdatedAt = book.Now;
        if (what != "created") r.Version++;
        book.Publish(new ReservationChanged(r.Id, r.ReservationNo, what, r.Status, r.ItemId, r.FacilityId, r.DemandType, r.DemandId, r.DemandLineId, r.Qty,
            r.OpenQty, r.AllocatedQty, r.FulfilledQty, r.ReleasedQty, r.CancelledQty, r.ExpiredQty, r.BackorderedQty, book.Now, r.Version),
            $"{r.Id}", r.Version);
    }

    /// <summary>
    /// Gives what is free to the reservations that wait for it: the most urgent first, then who needs it first, then who asked first.
    /// </summary>
    public static void FillBackorders(Book book, IReadOnlyCollection<Guid> items)
    {
        var waiting = book.Reservations.Values.Where(r => items.Contains(r.ItemId) && r.IsActive && r.BackorderedQty > 0 && !(r.ExpiresAt <= book.Now))
            .OrderByDescending(r => r.Priority).ThenBy(r => r.NeedBy ?? DateTimeOffset.MaxValue).ThenBy(r => r.CreatedAt).ThenBy(r => r.Id).ToList();
        foreach (var reservation in waiting)
        {
            var filled = Math.Min(reservation.BackorderedQty, Available(book, book.Items[reservation.ItemId], PoolOf(reservation)));
            if (filled <= 0) continue;
            var changed = book.Change(reservation.Id);
            Change(book, changed, () => changed.BackorderedQty -= filled);
            Announce(book, changed, "filled");
        }
    }

    /// <summary>The reservation as an answer.</summary>
    public static LedgerAnswer Answer(Book book, Reservation r, int status = 200) => new(
        status, new Envelope<ReservationView>(ReservationView.From(r, book.Allocations[r.Id], book.Now)),
        status == 201 ? $"/v1/inventory/reservations/{r.Id}" : null, r.Version);
}
