using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>
/// A claim on stock for a demand. Its open part is held at the facility (or location, or lot) without saying which stock; its
/// allocated part is held on particular stock. <c>Qty</c> is always the sum of what is open, allocated, fulfilled, released,
/// cancelled and expired.
/// </summary>
sealed class Reservation : ITenantOwned
{
    public const string Open = "open";
    public const string PartiallyAllocated = "partially_allocated";
    public const string Allocated = "allocated";
    public const string PartiallyFulfilled = "partially_fulfilled";
    public const string Fulfilled = "fulfilled";
    public const string Released = "released";
    public const string Cancelled = "cancelled";
    public const string Expired = "expired";
    public const int UsualPriority = 100;

    public static readonly string[] Active = [Open, PartiallyAllocated, Allocated, PartiallyFulfilled];
    public static readonly string[] Statuses = [.. Active, Fulfilled, Released, Cancelled, Expired];
    public static readonly string[] DemandTypes = ["sales_order", "work_order", "transfer", "brand_order", "outlet_order", "manual"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string ReservationNo { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid FacilityId { get; init; }
    public Guid? LocationId { get; init; }
    public Guid? LotId { get; init; }
    public required string DemandType { get; init; }
    public required string DemandId { get; init; }
    public string? DemandLineId { get; init; }

    /// <summary>What was asked for; more than <see cref="Qty"/> where a part was accepted instead of the whole.</summary>
    public required decimal RequestedQty { get; init; }
    public required decimal Qty { get; set; }
    public decimal OpenQty { get; set; }
    public decimal AllocatedQty { get; set; }
    public decimal FulfilledQty { get; set; }
    public decimal ReleasedQty { get; set; }
    public decimal CancelledQty { get; set; }
    public decimal ExpiredQty { get; set; }

    /// <summary>The part of the open quantity that no stock stands behind yet.</summary>
    public decimal BackorderedQty { get; set; }
    public DateTimeOffset? NeedBy { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public int Priority { get; set; } = UsualPriority;
    public bool AllowBackorder { get; init; }
    public string? Notes { get; set; }
    public string? ExternalId { get; init; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string? Reason { get; set; }
    public string Status { get; set; } = Open;
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>What it holds of the facility's stock without saying which.</summary>
    public decimal SoftQty => OpenQty - BackorderedQty;
    public bool IsActive => Active.Contains(Status);

    /// <summary>What can be done with it now.</summary>
    public IReadOnlyList<string> AllowedActions => !IsActive ? [] :
    [
        .. OpenQty > 0 ? ["allocate"] : Array.Empty<string>(),
        .. AllocatedQty > 0 ? ["deallocate"] : Array.Empty<string>(),
        "fulfill", "release",
        .. FulfilledQty == 0 ? ["cancel"] : Array.Empty<string>(),
        .. Status is Open or PartiallyAllocated ? ["update"] : Array.Empty<string>(),
    ];

    public Reservation Copy() => (Reservation)MemberwiseClone();

    /// <summary>From its expiry on the open part holds nothing, whether or not anybody has looked. True when that is news.</summary>
    public bool ExpireIfDue(DateTimeOffset now)
    {
        if (!IsActive || OpenQty == 0 || ExpiresAt is not { } end || now < end) return false;
        ExpiredQty += OpenQty;
        (OpenQty, BackorderedQty) = (0, 0);
        Settle(Expired);
        return true;
    }

    public void Allocate(decimal qty)
    {
        Require("allocate", Open, PartiallyAllocated, PartiallyFulfilled);
        if (qty > OpenQty) throw new BrokenRuleException("over_allocation", $"Only {OpenQty:0.######} is left to allocate.");
        OpenQty -= qty;
        BackorderedQty = Math.Min(BackorderedQty, OpenQty);
        AllocatedQty += qty;
        Settle();
    }

    public void Deallocate(decimal qty)
    {
        Require("deallocate", PartiallyAllocated, Allocated, PartiallyFulfilled);
        if (qty > AllocatedQty) throw new BrokenRuleException("over_allocation", $"Only {AllocatedQty:0.######} is allocated.");
        AllocatedQty -= qty;
        OpenQty += qty;
        Settle();
    }

    /// <summary>Gives stock back; the demand may stand. The caller says how much of it was allocated.</summary>
    public void Release(decimal fromOpen, decimal fromAllocated, string? reason)
    {
        Require("release", Active);
        if (fromOpen > OpenQty || fromAllocated > AllocatedQty)
            throw new BrokenRuleException("over_allocation", $"Only {OpenQty + AllocatedQty:0.######} is held.");
        OpenQty -= fromOpen;
        BackorderedQty = Math.Max(0, BackorderedQty - fromOpen); // What is held by nothing goes first.
        AllocatedQty -= fromAllocated;
        ReleasedQty += fromOpen + fromAllocated;
        Reason = reason ?? Reason;
        Settle(Released);
    }

    /// <summary>The demand is void. Not possible once a part was fulfilled: that part happened.</summary>
    public void Cancel(string? reason)
    {
        if (FulfilledQty > 0) throw BrokenRuleException.InvalidTransition(Status, "cancel", "release", "fulfill");
        Require("cancel", Active);
        CancelledQty += OpenQty + AllocatedQty;
        (OpenQty, BackorderedQty, AllocatedQty) = (0, 0, 0);
        Reason = reason ?? Reason;
        Settle(Cancelled);
    }

    /// <summary>The stock went to the demand. Only what is allocated can go.</summary>
    public void Fulfill(decimal qty)
    {
        Require("fulfill", Active);
        if (qty > AllocatedQty) throw new BrokenRuleException("over_allocation", $"Only {AllocatedQty:0.######} is allocated.");
        AllocatedQty -= qty;
        FulfilledQty += qty;
        Settle(Fulfilled);
    }

    public void Resize(decimal qty)
    {
        Require("update", Open, PartiallyAllocated);
        var fixedQty = Qty - OpenQty;
        if (qty < fixedQty)
            throw new BrokenRuleException("not_editable", $"{fixedQty:0.######} is allocated or settled already; the quantity cannot be less.");
        OpenQty = qty - fixedQty;
        BackorderedQty = Math.Min(BackorderedQty, OpenQty);
        Qty = qty;
        Settle();
    }

    /// <summary>Claims more, whatever is allocated or fulfilled already.</summary>
    public void Grow(decimal qty, decimal backordered)
    {
        Require("update", Active);
        (Qty, OpenQty, BackorderedQty) = (Qty + qty, OpenQty + qty, BackorderedQty + backordered);
        Settle();
    }

    /// <summary>Refuses an action that this state does not allow.</summary>
    public void Require(string action, params IReadOnlyList<string> states)
    {
        if (!states.Contains(Status)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }

    // The state follows from the quantities; when nothing is left, from what was done last.
    void Settle(string whenEmpty = Released) => Status = (OpenQty, AllocatedQty, FulfilledQty) switch
    {
        (0, 0, _) => whenEmpty,
        (_, _, > 0) => PartiallyFulfilled,
        (_, 0, _) => Open,
        (0, _, _) => Allocated,
        _ => PartiallyAllocated,
    };
}
