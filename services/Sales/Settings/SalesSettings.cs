using Atlas.Persistence.Tenancy;

namespace Atlas.Sales.Settings;

/// <summary>How a tenant sells. A tenant that never said anything has <see cref="Usual"/>.</summary>
sealed class SalesSettings : ITenantOwned
{
    const int UsualDays = 14;

    public string TenantId { get; private set; } = null!;

    /// <summary>What happens when an order is opened that names no policy of its own and there is not enough stock.</summary>
    public required string ReservationPolicy { get; set; }

    /// <summary>Where orders are shipped from that name no facility.</summary>
    public required Guid? DefaultFacilityId { get; set; }

    /// <summary>Cancelling and closing short need a reason.</summary>
    public required bool RequiresReasons { get; set; }

    /// <summary>So long after all of it was shipped an order closes by itself; never when null.</summary>
    public required int? ClosesAfterDays { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>When an order closes by itself that is shipped now; null when it does not.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset now) => ClosesAfterDays is { } days ? now.AddDays(days) : null;

    public static SalesSettings Usual(DateTimeOffset now) => new()
    {
        ReservationPolicy = ReservationPolicies.PartialBackorder,
        DefaultFacilityId = null,
        RequiresReasons = false,
        ClosesAfterDays = UsualDays,
        UpdatedAt = now,
    };
}

/// <summary>What happens when an order is opened and there is not enough stock.</summary>
static class ReservationPolicies
{
    /// <summary>It stays a draft.</summary>
    public const string AllOrNothing = "all_or_nothing";

    /// <summary>What there is is held, and the rest waits for stock.</summary>
    public const string PartialBackorder = "partial_backorder";

    /// <summary>Nothing is held: what is shipped is taken from what is free then.</summary>
    public const string None = "none";

    public static readonly string[] All = [AllOrNothing, PartialBackorder, None];
}
