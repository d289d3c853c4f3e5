using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;
using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Reservations;

/// <summary>Particular stock that is set aside for a reservation.</summary>
sealed class Allocation : ITenantOwned
{
    public const string Active = "active";
    public const string Fulfilled = "fulfilled";
    public const string Released = "released";
    public static readonly string[] Statuses = [Active, Fulfilled, Released];

    public const string Manual = "manual";
    public const string Fefo = "fefo";
    public const string Fifo = "fifo";
    public const string Lifo = "lifo";
    public static readonly string[] Strategies = [Fefo, Fifo, Lifo];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid ReservationId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid FacilityId { get; init; }
    public required Guid LocationId { get; init; }
    public required Guid LotId { get; init; }
    public required string SerialNo { get; init; }

    /// <summary>What was set aside; less once a part was released.</summary>
    public required decimal Qty { get; set; }
    public decimal FulfilledQty { get; set; }
    public string Status { get; set; } = Active;
    public required string Strategy { get; init; }
    public required DateTimeOffset AllocatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What it still holds.</summary>
    public decimal HeldQty => Status == Active ? Qty - FulfilledQty : 0;
    public StockKey Key => new(ItemId, LocationId, LotId, SerialNo, StockStatus.Available.Id);

    public Allocation Copy() => (Allocation)MemberwiseClone();

    public void Fulfill(decimal qty, DateTimeOffset now)
    {
        if (qty > HeldQty) throw new ArgumentOutOfRangeException(nameof(qty), qty, "An allocation gives no more than it holds.");
        FulfilledQty += qty;
        UpdatedAt = now;
        if (FulfilledQty == Qty) Status = Fulfilled;
    }

    public void Release(decimal qty, DateTimeOffset now)
    {
        if (qty > HeldQty) throw new ArgumentOutOfRangeException(nameof(qty), qty, "An allocation gives no more than it holds.");
        UpdatedAt = now;
        if (qty < HeldQty) Qty -= qty;
        else if (FulfilledQty > 0) (Qty, Status) = (FulfilledQty, Fulfilled);
        else Status = Released;
    }
}
