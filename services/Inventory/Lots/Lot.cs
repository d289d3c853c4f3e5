using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Lots;

/// <summary>What was made or delivered together.</summary>
sealed class Lot : ITenantOwned
{
    public const string Active = "active";
    public static readonly string[] Statuses = [Active, "on_hold", "recalled", "expired"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid ItemId { get; init; }
    public required string LotNo { get; init; }
    public string? SupplierLotNo { get; set; }
    public DateOnly? ManufacturedAt { get; set; }
    public DateOnly? ExpiryDate { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public string Status { get; set; } = Active;
    public string? OriginType { get; init; }
    public string? OriginId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>True through the end of the expiry date. The one predicate for availability, allocation and shipping.</summary>
    /// <param name="day">The day at the facility.</param>
    public bool IsUsable(DateOnly day) => Status == Active && (ExpiryDate is not { } last || day <= last);
}
