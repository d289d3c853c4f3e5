namespace Atlas.Inventory.Ledger;

/// <summary>What a group of commands needs to have on the table before it can be decided.</summary>
sealed class Wanted
{
    public HashSet<Guid> Items { get; } = [];
    public HashSet<Guid> Locations { get; } = [];
    public HashSet<Guid> Facilities { get; } = [];
    public HashSet<Guid> Lots { get; } = [];
    /// <summary>Lots that are themselves to change.</summary>
    public HashSet<Guid> ChangingLots { get; } = [];

    /// <summary>Ids of callers that a lot is to have; which are taken is to be known.</summary>
    public HashSet<string> LotExternalIds { get; } = [];
    public HashSet<(Guid ItemId, string LotNo)> LotNumbers { get; } = [];
    public HashSet<Guid> Reservations { get; } = [];
    public HashSet<Guid> Transactions { get; } = [];
    public HashSet<Guid> Transfers { get; } = [];
    public HashSet<Guid> Counts { get; } = [];
    /// <summary>Ids of callers that a new reservation is to have; which are taken is to be known.</summary>
    public HashSet<string> ReservationExternalIds { get; } = [];
    public HashSet<(string Type, string Id)> Sources { get; } = [];

    /// <summary>The earliest time at which something backdated took effect.</summary>
    public DateTimeOffset? History { get; private set; }

    /// <summary>True when stock is to be chosen, for which one must know in which order locations are.</summary>
    public bool Choosing { get; set; }

    /// <summary>Documents whose reservations are meant, all of them.</summary>
    public HashSet<(string Type, string Id)> Demands { get; } = [];

    /// <summary>True when the oldest cost layers are not enough.</summary>
    public bool AllLayers { get; set; }

    public bool HasDocuments => Reservations.Count > 0 || Transactions.Count > 0 || Demands.Count > 0 || Transfers.Count > 0 || Counts.Count > 0
        || ChangingLots.Count > 0;

    /// <summary>True when lots are named; those that lie in stock come with it.</summary>
    public bool NamesLots => Lots.Count > 0 || LotNumbers.Count > 0;

    public void HistorySince(DateTimeOffset at) => History = History is { } known && known < at ? known : at;
}
