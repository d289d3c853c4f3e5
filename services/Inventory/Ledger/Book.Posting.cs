using Atlas.Contracts.Inventory;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Counts;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Ledger;

// How stock changes: the rules about transactions and balances.
sealed partial class Book
{
    /// <summary>Posts a transaction, or refuses it. The one way in which stock changes.</summary>
    /// <remarks>What takes effect before a count was not seen to be missing there, so the count is put right with it; see <see cref="Observation"/>.</remarks>
    public (LedgerTransaction Transaction, List<LedgerLine> Lines) Post(Draft draft)
    {
        var (posted, changes) = Enter(draft);
        foreach (var correction in Observation.Corrections(this, posted.Transaction, changes)) changes.AddRange(Enter(correction).Changes);
        foreach (var (line, delta) in changes) CheckBalance(line, delta);
        return posted;
    }

    ((LedgerTransaction Transaction, List<LedgerLine> Lines) Posted, List<(LedgerLine Line, decimal Delta)> Changes) Enter(Draft draft)
    {
        if (draft.Lines.Count == 0 && draft.Production?.ItemId is null) throw new ArgumentException("A transaction has lines.", nameof(draft));
        foreach (var item in draft.Lines.GroupBy(line => line.ItemId))
            if (item.Sum(line => line.Qty) != 0) throw new ArgumentException($"The lines of item {item.Key} do not add up to zero.", nameof(draft));

        var effectiveAt = EffectiveAt(draft);
        var seq = head.LastSeq + 1;
        var costs = new Valuing(this, draft, seq, effectiveAt);
        costs.Run();
        var transaction = new LedgerTransaction
        {
            LedgerSeq = seq,
            PostedAt = now,
            Id = Guid.CreateVersion7(now),
            Type = draft.Type,
            EffectiveAt = effectiveAt,
            SourceType = draft.SourceType,
            SourceId = draft.SourceId,
            SourceNo = draft.SourceNo,
            Reason = draft.Reason,
            ReasonCode = draft.ReasonCode,
            Reference = draft.Reference,
            ReversesTransactionId = draft.ReversesTransactionId,
            CreatedBy = draft.Actor,
            LineCount = draft.Lines.Count,
        };
        var lines = draft.Lines.Select((line, index) => (Line: line, Index: index, Cost: costs.Of(index))).Select(l => new LedgerLine
        {
            LedgerSeq = seq,
            LineNo = l.Index + 1,
            PostedAt = now,
            EffectiveAt = effectiveAt,
            ItemId = l.Line.ItemId,
            FacilityId = l.Line.FacilityId,
            LocationId = l.Line.LocationId,
            LocationType = l.Line.LocationType,
            LotId = l.Line.LotId,
            SerialNo = l.Line.SerialNo,
            StatusId = l.Line.Status.Id,
            Qty = l.Line.Qty,
            EnteredQty = l.Line.EnteredQty,
            EnteredUomId = l.Line.EnteredUomId,
            UnitCost = l.Cost.UnitCost,
            Value = l.Cost.Value,
            Currency = l.Cost.Currency,
        }).ToList();

        Claim(draft, transaction);
        var changes = lines.Where(line => line.IsInternal).GroupBy(line => line.Key)
            .Select(group => (Line: group.First(), Delta: group.Sum(line => line.Qty))).ToList();
        foreach (var (line, _) in changes) CheckTracking(line);
        foreach (var itemId in changes.Select(change => change.Line.ItemId).Distinct())
            if (!Items[itemId].HasStock) Publish(new ItemGotStock(itemId, now), $"{itemId}", seq);
        foreach (var (line, delta) in changes) Change(line, delta, seq);
        var still = costs.Corrections.GroupBy(c => c.ItemId).ToDictionary(item => item.Key, item => item.Sum(c => c.Delta));
        foreach (var line in lines) AddUp(line, still.GetValueOrDefault(line.ItemId));

        Append(transaction, lines);
        CorrectCosts(transaction, lines, costs.Corrections);
        return ((transaction, lines), changes);
    }

    // Costs that turn out to be others are never changed: what they differ by is posted on top, for the time of what it corrects.
    void CorrectCosts(LedgerTransaction cause, List<LedgerLine> causes, IReadOnlyList<(Guid ItemId, CostEvent Event, decimal Delta)> corrections)
    {
        if (corrections.Count == 0) return;
        var seq = head.LastSeq + 1;
        var lines = new List<LedgerLine>(corrections.Count * 2);
        foreach (var (itemId, corrected, delta) in corrections)
        {
            var own = causes.First(line => line.ItemId == itemId && (line.IsInternal || line.LocationId == VirtualLocation.InTransit.Id));
            Add(own.FacilityId, own.LocationId, own.LocationType, own.LotId, own.SerialNo, own.StatusId, delta);
            Add(null, corrected.LocationId, corrected.LocationType, Guid.Empty, LedgerTable.NoSerial, StockStatus.Available.Id, -delta);
            NoteCorrection(corrected.LedgerSeq, corrected.LineNo, -delta);

            void Add(Guid? facilityId, Guid locationId, string locationType, Guid lotId, string serialNo, Guid statusId, decimal value) => lines.Add(new LedgerLine
            {
                LedgerSeq = seq, LineNo = lines.Count + 1, PostedAt = now, EffectiveAt = corrected.At, ItemId = itemId, FacilityId = facilityId,
                LocationId = locationId, LocationType = locationType, LotId = lotId, SerialNo = serialNo, StatusId = statusId, Qty = 0, EnteredQty = 0,
                EnteredUomId = own.EnteredUomId, Value = value, Currency = own.Currency, CorrectsSeq = corrected.LedgerSeq, CorrectsLineNo = corrected.LineNo,
            });
        }

        foreach (var line in lines) AddUp(line, 0);
        Append(new LedgerTransaction
        {
            LedgerSeq = seq, PostedAt = now, Id = Guid.CreateVersion7(now), Type = LedgerTransaction.CostAdjustment, EffectiveAt = cause.EffectiveAt,
            SourceType = "transaction", SourceId = cause.Id.ToString(), SourceNo = cause.TransactionNo, CreatedBy = cause.CreatedBy, LineCount = lines.Count,
            Reason = $"Costs after {cause.TransactionNo}",
        }, lines);
    }

    // Inside a facility the balance, outside all of the item's stock, without what is yet to be posted of its value.
    void AddUp(LedgerLine line, decimal valueToCome)
    {
        var page = Items[line.ItemId];
        if (line.IsInternal) line.RunningQty = page.OnHand(line.Key);
        else if (line.LocationId != VirtualLocation.InTransit.Id)
        {
            page.Costs.NoteLag((now - line.EffectiveAt).Ticks / TimeSpan.TicksPerMicrosecond);
            (line.RunningQty, line.RunningValue) = (page.Costs.Pool.Qty, page.Costs.Pool.Value - valueToCome);
        }
    }

    // The next link of the chain.
    void Append(LedgerTransaction transaction, List<LedgerLine> lines)
    {
        transaction.Hash = LedgerHash.Of(head.LastHash, transaction, lines);
        var (lastSeq, lastHash, lastPostedAt) = (head.LastSeq, head.LastHash, head.LastPostedAt);
        (head.LastSeq, head.LastHash, head.LastPostedAt) = (transaction.LedgerSeq, transaction.Hash, now);
        Posted.Add((transaction, lines, TraceParent));
        Undo(() =>
        {
            (head.LastSeq, head.LastHash, head.LastPostedAt) = (lastSeq, lastHash, lastPostedAt);
            Posted.RemoveAt(Posted.Count - 1);
        });
    }

    /// <summary>A copy of the item's costs to change; the change counts unless it is taken back.</summary>
    public CostCard CostsToChange(Guid itemId)
    {
        var page = Items[itemId];
        var before = page.Costs;
        page.Costs = before.Copy();
        Undo(() => page.Costs = before);
        return page.Costs;
    }

    /// <summary>What is told of a transaction.</summary>
    public static PostedTransaction Announcement(LedgerTransaction t, List<LedgerLine> lines) => new(
        t.Id, t.TransactionNo, t.LedgerSeq, t.Type, t.SourceType, t.SourceId, t.ReversesTransactionId, t.EffectiveAt, t.PostedAt,
        [.. lines.Select(l => new StockPostedLine(l.ItemId, l.FacilityId, l.LocationId, l.LocationType, NullIfEmpty(l.LotId),
            l.SerialNo.Length == 0 ? null : l.SerialNo, StockStatus.Of(l.StatusId).Code, l.Qty, l.Value, l.Currency))]);

    DateTimeOffset EffectiveAt(Draft draft)
    {
        if (draft.EffectiveAt is not { } wanted) wanted = now;
        if (wanted > now + ClockTolerance) throw Invalid("effectiveAt", "out_of_range", "must not be in the future");
        var effectiveAt = wanted > now ? now : LedgerHash.ToMicroseconds(wanted);
        if (head.ClosedThrough is { } closed && effectiveAt <= closed)
            throw new BrokenRuleException("period_closed", $"Everything through {Wire.Timestamp(closed)} is closed.",
                new ErrorDetail("effectiveAt", "period_closed", "is in a closed period",
                    new Dictionary<string, object?> { ["closedThrough"] = closed }));
        return effectiveAt;
    }

    // The source's own key, so that asking twice posts once.
    void Claim(Draft draft, LedgerTransaction transaction)
    {
        if (draft is { SourceType: { } type, SourceId: { } id, Action: { } action }) Settle(type, id, action, transaction.Id, transaction.LedgerSeq);
    }

    /// <summary>Notes that what a document asks for is decided.</summary>
    /// <param name="transactionId">What was posted; empty when nothing was.</param>
    public void Settle(string type, string id, string action, Guid transactionId, long ledgerSeq)
    {
        var name = (type, id, action);
        if (Sources.ContainsKey(name))
            throw new BrokenRuleException("already_posted", $"'{action}' of {type} {id} is decided already.");
        var source = new PostedSource { SourceType = type, SourceId = id, Action = action, TransactionId = transactionId, LedgerSeq = ledgerSeq };
        Sources[name] = source;
        NewSources.Add(source);
        Undo(() =>
        {
            Sources.Remove(name);
            NewSources.Remove(source);
        });
    }

    void CheckTracking(LedgerLine line)
    {
        var item = Items[line.ItemId].Item;
        var problem =
            item.HasLots && line.LotId == Guid.Empty ? "The item is tracked by lot; name one."
            : !item.HasLots && !item.HasExpiry && line.LotId != Guid.Empty ? "The item has no lots."
            : item.HasExpiry && (line.LotId == Guid.Empty || Lots[line.LotId].ExpiryDate is null) ? "The item needs a lot with an expiry date."
            : item.HasSerials && (line.SerialNo.Length == 0 || Math.Abs(line.Qty) != 1) ? "The item is tracked by serial number: one each."
            : !item.HasSerials && line.SerialNo.Length > 0 ? "The item has no serial numbers."
            : null;
        if (problem is not null) throw new BrokenRuleException("tracking_violation", problem);
    }

    void Change(LedgerLine line, decimal delta, long seq)
    {
        var (page, key, facilityId) = (Items[line.ItemId], line.Key, line.FacilityId!.Value);
        var isNew = !page.Balances.TryGetValue(key, out var balance);
        balance ??= new Balance
        {
            ItemId = key.ItemId, LocationId = key.LocationId, LotId = key.LotId, SerialNo = key.SerialNo, StatusId = key.StatusId, FacilityId = facilityId,
        };
        // Holds matter only where there are any, and only when less can be promised.
        if (delta < 0 && page.HasHolds && balance.IsAvailable && IsUsable(key.LotId, facilityId)) Watch(page, key, facilityId);

        var (onHand, lastAt, lastSeq, lag, wasChanged) =
            (balance.OnHand, balance.LastMovementAt, balance.LedgerSeq, balance.LongestLag, ChangedBalances.ContainsKey(key));
        balance.OnHand += delta;
        balance.LastMovementAt = line.EffectiveAt > lastAt ? line.EffectiveAt : lastAt;
        balance.LedgerSeq = seq;
        balance.LongestLag = Math.Max(lag, (now - line.EffectiveAt).Ticks / TimeSpan.TicksPerMicrosecond);
        if (delta > 0 && balance.IsAvailable) MoreAvailable.Add(key.ItemId);
        if (isNew) page.Balances[key] = balance;
        ChangedBalances[key] = balance;
        page.Later?.Add((key, line.EffectiveAt, delta));
        Undo(() =>
        {
            (balance.OnHand, balance.LastMovementAt, balance.LedgerSeq, balance.LongestLag) = (onHand, lastAt, lastSeq, lag);
            if (isNew) page.Balances.Remove(key);
            if (!wasChanged) ChangedBalances.Remove(key);
            page.Later?.RemoveAt(page.Later.Count - 1);
        });
    }

    void CheckBalance(LedgerLine line, decimal delta)
    {
        var (page, facilityId) = (Items[line.ItemId], line.FacilityId!.Value);
        var balance = page.Balances[line.Key];
        if (Math.Abs(balance.OnHand) > StockFields.MaxQty)
            throw new BrokenRuleException("out_of_range", $"No balance can be more than {StockFields.MaxQty}.");
        if (page.Item.HasSerials) CheckSerial(page, line.SerialNo);
        if (delta >= 0 || MayBeNegative(page.Item, facilityId)) return;
        if (balance.OnHand < 0) throw Insufficient(page, line.Key, facilityId, -delta, balance.OnHand - delta);
        if (page.Later is null || line.EffectiveAt >= now) return;

        // Backdated: it must not have been too little at any time since.
        var running = balance.OnHand;
        DateTimeOffset? first = null;
        foreach (var instant in page.Later.Where(later => later.Key == line.Key && later.EffectiveAt > line.EffectiveAt)
                     .GroupBy(later => later.EffectiveAt).OrderByDescending(group => group.Key))
        {
            running -= instant.Sum(later => later.Qty);
            if (running < 0) first = line.EffectiveAt;
        }

        if (first is { } at)
            throw new BrokenRuleException("insufficient_stock", "There was not enough stock at that time, or at a time since.",
                new ErrorDetail("effectiveAt", "insufficient_stock", "leaves too little at a later time",
                    new Dictionary<string, object?> { ["itemId"] = line.ItemId, ["locationId"] = line.LocationId, ["from"] = at }));
    }

    static void CheckSerial(ItemPage page, string serialNo)
    {
        var places = page.Balances.Values.Where(balance => balance.SerialNo == serialNo && balance.OnHand != 0).ToList();
        if (places.Any(place => place.OnHand is < 0 or > 1) || places.Count > 1)
            throw new BrokenRuleException(places.Any(place => place.OnHand < 0) ? "insufficient_stock" : "serial_in_use",
                places.Any(place => place.OnHand < 0) ? $"Serial number {serialNo} is not there." : $"Serial number {serialNo} is in stock already.");
    }

    BrokenRuleException Insufficient(ItemPage page, StockKey key, Guid facilityId, decimal requested, decimal onHand)
    {
        var pool = new Pool(key.ItemId, facilityId, key.LocationId, key.LotId);
        var allocated = page.AllocatedAt(key);
        var reserved = SoftIn(page, new Pool(key.ItemId, facilityId, Guid.Empty, Guid.Empty));
        var available = key.StatusId == StockStatus.Available.Id
            ? Math.Min(onHand - allocated, pool.Around().Min(around => freeBefore.TryGetValue(around, out var free) ? free : onHand - allocated))
            : onHand;
        return Short(key.ItemId, key.LocationId, key.LotId, requested, Math.Max(available, 0), onHand, allocated, reserved);
    }

    /// <summary>The refusal that there is not enough, with the numbers behind it.</summary>
    public static BrokenRuleException Short(
        Guid itemId, Guid? locationId, Guid? lotId, decimal requested, decimal available, decimal onHand, decimal allocated, decimal reserved) =>
        new("insufficient_stock", $"Only {available:0.######} of {requested:0.######} is available.",
            new ErrorDetail(null, "insufficient_stock", "is not available", new Dictionary<string, object?>
            {
                ["itemId"] = itemId, ["locationId"] = NullIfEmpty(locationId), ["lotId"] = NullIfEmpty(lotId), ["requested"] = requested,
                ["available"] = available, ["onHand"] = onHand, ["allocated"] = allocated, ["reserved"] = reserved,
            }));

    /// <summary>Notes which transaction reverses another, as far as this group knows.</summary>
    public void NoteReversal(Guid reversed, Guid by)
    {
        reversedBy[reversed] = by;
        Undo(() => reversedBy.Remove(reversed));
    }

    public Guid? ReversalOf(Guid transactionId) => reversedBy.TryGetValue(transactionId, out var by) ? by : null;

    /// <summary>As loaded: which transaction reverses another.</summary>
    public void KnowReversal(Guid reversed, Guid by) => reversedBy[reversed] = by;

    /// <summary>What has been added to the value of a line since it was posted, as far as it was loaded.</summary>
    public decimal CorrectionOf(LedgerLine line) => costCorrections.GetValueOrDefault((line.LedgerSeq, line.LineNo));

    /// <summary>Notes that the value of a line has been added to.</summary>
    public void NoteCorrection(long ledgerSeq, int lineNo, decimal value)
    {
        var before = costCorrections.GetValueOrDefault((ledgerSeq, lineNo));
        costCorrections[(ledgerSeq, lineNo)] = before + value;
        Undo(() => costCorrections[(ledgerSeq, lineNo)] = before);
    }
}
