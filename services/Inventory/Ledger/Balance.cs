using Atlas.Inventory.Statuses;
using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Ledger;

/// <summary>The sum of all ledger lines of one key, kept up with each posting. Only what is inside a facility has one.</summary>
sealed class Balance : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required Guid LocationId { get; init; }
    public required Guid LotId { get; init; }
    public required string SerialNo { get; init; }
    public required Guid StatusId { get; init; }
    public required Guid FacilityId { get; init; }
    public decimal OnHand { get; set; }
    public DateTimeOffset LastMovementAt { get; set; }

    /// <summary>The last transaction that changed it.</summary>
    public long LedgerSeq { get; set; }

    /// <summary>How late the latest news of it came: the longest time between a movement and its posting, in microseconds.</summary>
    public long LongestLag { get; set; }

    public StockKey Key => new(ItemId, LocationId, LotId, SerialNo, StatusId);
    public bool IsAvailable => StatusId == StockStatus.Available.Id;
}
