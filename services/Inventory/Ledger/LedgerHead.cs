using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Ledger;

/// <summary>
/// Where a tenant's ledger ends. Whoever writes stock holds the lock of this one row from before the first look until the commit,
/// so that everything about a tenant's stock happens one after another, and two writers can never wait for each other in a circle.
/// </summary>
sealed class LedgerHead : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary>The number of the last transaction; numbers have no gaps.</summary>
    public long LastSeq { get; set; }

    /// <summary>The hash of the last transaction, which the next one continues.</summary>
    public byte[] LastHash { get; set; } = new byte[LedgerHash.Bytes];

    /// <summary>Never goes back, even when the clocks of two instances differ.</summary>
    public DateTimeOffset LastPostedAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Nothing is posted that took effect at this time or before.</summary>
    public DateTimeOffset? ClosedThrough { get; set; }
    public long LastReservationNo { get; set; }
}
