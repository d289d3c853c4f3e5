using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Lots;

/// <summary>What was made or delivered together.</summary>
sealed class Lot : ITenantOwned
{
    public const string Active = "active";
    public const string OnHold = "on_hold";
    public const string Recalled = "recalled";
    public const string Expired = "expired";

    /// <summary>What somebody can say of a lot. That it has expired follows from its date.</summary>
    public static readonly string[] Settable = [Active, OnHold, Recalled];
    public static readonly string[] Statuses = [.. Settable, Expired];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid ItemId { get; init; }
    public required string LotNo { get; init; }
    public string? SupplierLotNo { get; set; }
    public DateOnly? ManufacturedAt { get; set; }
    public DateOnly? ExpiryDate { get; set; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>One of <see cref="Settable"/>.</summary>
    public string Status { get; set; } = Active;
    public string? OriginType { get; init; }
    public string? OriginId { get; init; }

    /// <summary>What is known of it beside: texts that are kept and not read, as <see cref="Metadata"/>, but about the goods.</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];
    public string? ExternalId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string CreatedBy { get; init; } = "";
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>True through the end of the expiry date. The one predicate for availability, allocation and shipping.</summary>
    /// <param name="day">The day at the facility.</param>
    public bool IsUsable(DateOnly day) => Status == Active && (ExpiryDate is not { } last || day <= last);

    public Lot Copy() => (Lot)MemberwiseClone();
}
