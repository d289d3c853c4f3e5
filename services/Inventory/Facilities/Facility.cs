using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Facilities;

/// <summary>A place that holds stock: a warehouse, a plant, a store.</summary>
sealed class Facility : ITenantOwned
{
    public static readonly string[] Types = ["warehouse", "plant", "store", "outlet", "third_party"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string Code { get; set; }
    public required string Name { get; set; }
    public required string Type { get; set; }

    /// <summary>IANA name. A lot can be used through the end of its expiry date here.</summary>
    public required string TimeZone { get; set; }
    public Dictionary<string, string> Address { get; set; } = [];

    /// <summary>An inactive facility takes in nothing new; what is there can still leave.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Stock of items whose own policy is <c>inherit</c> may fall below zero here.</summary>
    public bool AllowNegative { get; set; }
    public string? ExternalId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>The day that it is here at that moment.</summary>
    public DateOnly DayAt(DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
}
