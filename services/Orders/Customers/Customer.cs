using Atlas.Persistence.Tenancy;

namespace Atlas.Orders.Customers;

/// <summary>A brand that orders. Its slug is its name in the API and in the portal's address, and never changes.</summary>
sealed class Customer : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public required string PrimaryColor { get; set; }
    public required string Contact { get; set; }
    public required string ContactEmail { get; set; }
    public string? LogoUrl { get; set; }

    /// <summary>An inactive brand keeps its orders and cannot place new ones.</summary>
    public bool IsActive { get; set; } = true;

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
}
