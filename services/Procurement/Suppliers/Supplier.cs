using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Suppliers;

/// <summary>A party that goods are bought from.</summary>
sealed class Supplier : ITenantOwned
{
    public const string Active = "active";

    /// <summary>On hold: orders stay, and nothing new is ordered. Inactive: as before, and no longer dealt with.</summary>
    public static readonly string[] Statuses = [Active, "on_hold", "inactive"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string Code { get; set; }
    public required string Name { get; set; }
    public string Status { get; set; } = Active;
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? TaxId { get; set; }

    /// <summary>The usual one of its orders.</summary>
    public string? Currency { get; set; }

    public int? PaymentTermsDays { get; set; }
    public int? LeadTimeDays { get; set; }

    /// <summary>How much more than ordered may be received, where neither line nor item says so.</summary>
    public decimal? OverReceiptTolerancePct { get; set; }

    public List<Address> Addresses { get; set; } = [];
    public List<Contact> Contacts { get; set; } = [];
    public string? ExternalId { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
}
