using Atlas.Contracts.Inventory;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Counts;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.Items;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Reservations;
using Atlas.Inventory.Statuses;
using Atlas.Inventory.Transfers;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Ledger;

/// <summary>
/// The opened page of a tenant's ledger: what a group of commands is decided on, one after another, and what they have changed.
/// Every rule about stock is kept here and nowhere else. It knows no database; the writer fills it and writes it down, and holds the
/// lock of the ledger's head meanwhile, so what is on the page is the truth.
/// </summary>
sealed class Book(LedgerHead head, DateTimeOffset now)
{
    /// <summary>A clock may be a little ahead of ours; more than that is a mistake.</summary>
    static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(60);

    readonly Dictionary<(Guid FacilityId, DateTimeOffset At), DateOnly> days = [];
    readonly List<Action> undo = [];
    readonly Dictionary<Pool, decimal> freeBefore = [];
    readonly HashSet<StockKey> heldKeys = [];
    readonly Dictionary<Guid, Guid> reversedBy = [];
    readonly Dictionary<(long LedgerSeq, int LineNo), decimal> costCorrections = [];

    public LedgerHead Head => head;

    /// <summary>One moment for the whole group; later than everything posted before.</summary>
    public DateTimeOffset Now => now;

    public Dictionary<Guid, ItemPage> Items { get; } = [];
    public Dictionary<Guid, Facility> Facilities { get; } = [];
    public Dictionary<Guid, Location> Locations { get; } = [];
    public Dictionary<Guid, Lot> Lots { get; } = [];
    public Dictionary<(Guid ItemId, string LotNo), Lot> LotsByNumber { get; } = [];
    public Dictionary<Guid, Reservation> Reservations { get; } = [];
    public Dictionary<string, Guid> ReservationsByExternalId { get; } = [];
    public Dictionary<Guid, List<Allocation>> Allocations { get; } = [];
    public Dictionary<Guid, (LedgerTransaction Transaction, IReadOnlyList<LedgerLine> Lines)> Transactions { get; } = [];
    public Dictionary<(string Type, string Id, string Action), PostedSource> Sources { get; } = [];

    public Folder<Transfer> Transfers { get; } = new(transfer => transfer.Copy());
    public Folder<Lot> ChangingLots { get; } = new(lot => lot.Copy());
    public Dictionary<string, Guid> LotsByExternalId { get; } = [];
    public Folder<CountSession> Counts { get; } = new(session => session.Copy());

    /// <summary>What posted counts have seen, as far as something that is backdated may be before it.</summary>
    public List<Observation> Observations { get; } = [];

    /// <summary>True when something is to be written of the head alone.</summary>
    public bool IsHeadChanged { get; private set; }

    // What is to be written.
    public List<(LedgerTransaction Transaction, List<LedgerLine> Lines)> Posted { get; } = [];
    public Dictionary<StockKey, Balance> ChangedBalances { get; } = [];
    public List<Lot> NewLots { get; } = [];
    public List<PostedSource> NewSources { get; } = [];
    public HashSet<Guid> ChangedReservations { get; } = [];
    public Dictionary<Guid, Allocation> ChangedAllocations { get; } = [];
    public List<(object Message, string AggregateId, long Version, string? TraceParent)> Messages { get; } = [];

    /// <summary>Items of which more can be promised than before, perhaps; whoever waits for them may be served.</summary>
    public HashSet<Guid> MoreAvailable { get; } = [];

    /// <summary>Who is behind the command that is being decided.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The trace of the command that is being decided.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Forgets how to undo: what has been decided so far stands.</summary>
    public void Stand()
    {
        undo.Clear();
        Forget();
    }

    /// <summary>Takes back everything since the last time that it stood.</summary>
    public void TakeBack()
    {
        for (var i = undo.Count - 1; i >= 0; i--) undo[i]();
        Stand();
    }

    /// <summary>
    /// Decides a part of a command as if it were a command of its own. When it refuses, what it has changed is taken back, and what was
    /// before it stands.
    /// </summary>
    public void Part(Action part)
    {
        var before = undo.Count;
        try
        {
            part();
            CheckHolds();
        }
        catch (Exception exception) when (exception is BrokenRuleException or RefusedException)
        {
            for (var i = undo.Count - 1; i >= before; i--) undo[i]();
            undo.RemoveRange(before, undo.Count - before);
            Forget();
            throw;
        }
    }

    /// <summary>Closes everything through a time: nothing is posted any more that took effect then or before.</summary>
    public void Close(DateTimeOffset through)
    {
        if (head.ClosedThrough is { } closed && through < closed)
            throw new BrokenRuleException("period_closed", $"Everything through {Wire.Timestamp(closed)} is closed already, and stays so.");
        if (through > now) throw Invalid("closedThrough", "out_of_range", "must not be in the future");
        var (before, wasChanged) = (head.ClosedThrough, IsHeadChanged);
        (head.ClosedThrough, IsHeadChanged) = (LedgerHash.ToMicroseconds(through), true);
        Undo(() => (head.ClosedThrough, IsHeadChanged) = (before, wasChanged));
    }

    // ---- looking things up -------------------------------------------------------------------------------------------

    /// <summary>The item that a field of a body refers to.</summary>
    public ItemPage ItemOf(string field, Guid id) => Items.TryGetValue(id, out var page) ? page : throw NoReference(field, "item");

    public Facility FacilityOf(string field, Guid id) => Facilities.TryGetValue(id, out var found) ? found : throw NoReference(field, "facility");

    public Location LocationOf(string field, Guid id) => Locations.TryGetValue(id, out var found) ? found : throw NoReference(field, "location");

    /// <summary>The lot of an item that a body names by id or number.</summary>
    public Lot LotOf(ItemPage page, Guid? id, string? number)
    {
        if (id is { } known)
            return Lots.TryGetValue(known, out var lot) && lot.ItemId == page.Item.Id ? lot : throw NoReference("lotId", "lot of this item");
        return LotsByNumber.TryGetValue((page.Item.Id, number!), out var named) ? named : throw NoReference("lotNo", "lot of this item");
    }

    /// <summary>The lot with this number; made when there is none and stock arrives.</summary>
    public Lot LotToReceive(ItemPage page, Guid? id, string? number, DateOnly? expiry, string? originType, string? originId)
    {
        var item = page.Item;
        if (id is not null || LotsByNumber.ContainsKey((item.Id, number!)))
        {
            var known = LotOf(page, id, number);
            if (expiry is not null && known.ExpiryDate != expiry)
                throw new BrokenRuleException("tracking_violation", $"Lot {known.LotNo} expires on {known.ExpiryDate?.ToString("yyyy-MM-dd") ?? "no day"}.",
                    new ErrorDetail("expiryDate", "tracking_violation", "is not the lot's"));
            return known;
        }

        if (item.HasExpiry && expiry is null)
            throw Invalid("expiryDate", "required", "is required for a new lot of an item with expiry dates");
        if (!item.HasExpiry && expiry is not null)
            throw Invalid("expiryDate", "invalid_value", "must be absent: the item has no expiry dates");
        var lot = new Lot
        {
            Id = Guid.CreateVersion7(now),
            ItemId = item.Id,
            LotNo = number!,
            ExpiryDate = expiry,
            ReceivedAt = now,
            OriginType = originType,
            OriginId = originId,
            CreatedBy = Actor,
            CreatedAt = now,
            UpdatedAt = now,
        };
        (Lots[lot.Id], LotsByNumber[(item.Id, lot.LotNo)]) = (lot, lot);
        NewLots.Add(lot);
        Undo(() =>
        {
            Lots.Remove(lot.Id);
            LotsByNumber.Remove((item.Id, lot.LotNo));
            NewLots.Remove(lot);
        });
        Publish(UpdateLot.Announcement(lot, "created", now), $"{lot.Id}", lot.Version);
        return lot;
    }

    /// <summary>Changes a lot that lies on the book for that. What was promised of it stays promised; what can be is another question from now on.</summary>
    public Lot ChangeLot(Guid id, Action<Lot> change)
    {
        var lot = Change(ChangingLots, id);
        change(lot);
        var (name, before, externalId) = ((lot.ItemId, lot.LotNo), Lots[id], lot.ExternalId);
        (Lots[id], LotsByNumber[name]) = (lot, lot);
        MoreAvailable.Add(lot.ItemId);
        var isNewName = externalId is not null && LotsByExternalId.TryAdd(externalId, id);
        Undo(() =>
        {
            (Lots[id], LotsByNumber[name]) = (before, before);
            if (isNewName) LotsByExternalId.Remove(externalId!);
        });
        return lot;
    }

    /// <summary>Whether stock of the lot can be promised at the facility now. Stock without a lot always can.</summary>
    public bool IsUsable(Guid lotId, Guid facilityId) =>
        lotId == Guid.Empty || (Lots.TryGetValue(lotId, out var lot) && lot.IsUsable(DayAt(facilityId, now)));

    public DateOnly DayAt(Guid facilityId, DateTimeOffset at) => days.TryGetValue((facilityId, at), out var day)
        ? day
        : days[(facilityId, at)] = Facilities.TryGetValue(facilityId, out var facility)
            ? facility.DayAt(at)
            : DateOnly.FromDateTime(at.UtcDateTime);

    public bool MayBeNegative(Item item, Guid facilityId) => item.NegativeStockPolicy switch
    {
        "allow" => true,
        "deny" => false,
        _ => Facilities.TryGetValue(facilityId, out var facility) && facility.AllowNegative,
    };

    // ---- posting -----------------------------------------------------------------------------------------------------

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
        Posted.Add((transaction, lines));
        Undo(() =>
        {
            (head.LastSeq, head.LastHash, head.LastPostedAt) = (lastSeq, lastHash, lastPostedAt);
            Posted.RemoveAt(Posted.Count - 1);
        });
        Publish(Announcement(transaction, lines), $"{transaction.Id}", 1);
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

    static StockPosted Announcement(LedgerTransaction t, List<LedgerLine> lines) => new(
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

    // ---- holds -------------------------------------------------------------------------------------------------------

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

    // ---- reservations ------------------------------------------------------------------------------------------------

    /// <summary>A copy of the reservation to change; the change counts unless it is taken back.</summary>
    public Reservation Change(Guid id)
    {
        var before = Reservations[id];
        var (copy, wasChanged) = (before.Copy(), ChangedReservations.Contains(id));
        (Reservations[id], _) = (copy, ChangedReservations.Add(id));
        Undo(() =>
        {
            Reservations[id] = before;
            if (!wasChanged) ChangedReservations.Remove(id);
        });
        return copy;
    }

    public void Add(Reservation reservation)
    {
        Reservations[reservation.Id] = reservation;
        Allocations[reservation.Id] = [];
        ChangedReservations.Add(reservation.Id);
        Items[reservation.ItemId].Backordered += reservation.BackorderedQty;
        if (reservation.ExternalId is { } externalId) ReservationsByExternalId[externalId] = reservation.Id;
        Undo(() =>
        {
            if (reservation.ExternalId is { } taken) ReservationsByExternalId.Remove(taken);
            Items[reservation.ItemId].Backordered -= reservation.BackorderedQty;
            Reservations.Remove(reservation.Id);
            Allocations.Remove(reservation.Id);
            ChangedReservations.Remove(reservation.Id);
        });
    }

    /// <summary>A copy of a document to change; the change counts unless it is taken back.</summary>
    public T Change<T>(Folder<T> folder, Guid id) where T : class
    {
        var (copy, takeBack) = folder.Change(id);
        Undo(takeBack);
        return copy;
    }

    /// <summary>Remembers what a count has seen, for what comes later in this group.</summary>
    public void Add(Observation observation)
    {
        Observations.Add(observation);
        Undo(() => Observations.Remove(observation));
    }

    /// <summary>The next number of a reservation.</summary>
    public string NextReservationNo()
    {
        head.LastReservationNo++;
        Undo(() => head.LastReservationNo--);
        return $"RSV-{head.LastReservationNo:000000}";
    }

    public void Add(Allocation allocation)
    {
        var list = Allocations[allocation.ReservationId];
        list.Add(allocation);
        ChangedAllocations[allocation.Id] = allocation;
        Undo(() =>
        {
            list.Remove(allocation);
            ChangedAllocations.Remove(allocation.Id);
        });
    }

    /// <summary>A copy of the allocation to change, in its place.</summary>
    public Allocation Change(Allocation before)
    {
        var (list, copy) = (Allocations[before.ReservationId], before.Copy());
        var (index, earlier) = (list.FindIndex(a => a.Id == before.Id), ChangedAllocations.GetValueOrDefault(before.Id));
        list[index] = copy;
        ChangedAllocations[before.Id] = copy;
        Undo(() =>
        {
            list[index] = before;
            if (earlier is null) ChangedAllocations.Remove(before.Id);
            else ChangedAllocations[before.Id] = earlier;
        });
        return copy;
    }

    /// <summary>Announces what happened, when it is committed.</summary>
    public void Publish(object message, string aggregateId, long version)
    {
        Messages.Add((message, aggregateId, version, TraceParent));
        Undo(() => Messages.RemoveAt(Messages.Count - 1));
    }

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

    public static RefusedException Invalid(string field, string code, string message) =>
        new(Error.Invalid(new ErrorDetail(field, code, message)));

    static RefusedException NoReference(string field, string what) => Invalid(field, "invalid_reference", $"is no {what}");

    static Guid? NullIfEmpty(Guid? id) => id == Guid.Empty ? null : id;

    void Undo(Action action) => undo.Add(action);
}
