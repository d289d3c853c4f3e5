using Atlas.Inventory.Counts;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.Items;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Reservations;
using Atlas.Inventory.Transfers;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Ledger;

/// <summary>
/// The opened page of a tenant's ledger: what a group of commands is decided on, one after another, and what they have changed.
/// Every rule about stock is kept here and nowhere else. It knows no database; the writer fills it and writes it down, and holds the
/// lock of the ledger's head meanwhile, so what is on the page is the truth. What lies on it and how to take a change back is here; how stock
/// changes is in <c>Book.Posting.cs</c>, what is held of it in <c>Book.Holds.cs</c>, and the rows of holds in <c>Book.Reservations.cs</c>.
/// </summary>
sealed partial class Book(LedgerHead head, DateTimeOffset now)
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
    public List<(LedgerTransaction Transaction, List<LedgerLine> Lines, string? TraceParent)> Posted { get; } = [];
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

    /// <summary>Announces what happened, when it is committed.</summary>
    public void Publish(object message, string aggregateId, long version)
    {
        Messages.Add((message, aggregateId, version, TraceParent));
        Undo(() => Messages.RemoveAt(Messages.Count - 1));
    }

    public static RefusedException Invalid(string field, string code, string message) =>
        new(Error.Invalid(new ErrorDetail(field, code, message)));

    static RefusedException NoReference(string field, string what) => Invalid(field, "invalid_reference", $"is no {what}");

    static Guid? NullIfEmpty(Guid? id) => id == Guid.Empty ? null : id;

    void Undo(Action action) => undo.Add(action);
}
