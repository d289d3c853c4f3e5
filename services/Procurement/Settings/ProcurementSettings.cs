using Atlas.Persistence.Tenancy;

namespace Atlas.Procurement.Settings;

/// <summary>How a tenant approves and receives. A tenant that never said anything has <see cref="Usual"/>.</summary>
sealed class ProcurementSettings : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary>Whoever made a document may not approve it.</summary>
    public required bool ForbidsSelfApproval { get; set; }

    /// <summary>Of the limits: a total in another one is within none of them. Whatever the order's is when null.</summary>
    public string? Currency { get; set; }

    /// <summary>Purchase orders up to this total are approved when they are submitted; none when null.</summary>
    public required decimal? AutoApproveUpTo { get; set; }

    /// <summary>The largest total that a credential without a limit of its own may approve; any when null.</summary>
    public required decimal? ApprovalLimit { get; set; }

    /// <summary>Limits of single credentials.</summary>
    public required List<CredentialLimit> CredentialLimits { get; set; }

    /// <summary>How much more than ordered may be received, in percent, where neither line, item nor supplier says so.</summary>
    public required decimal OverReceiptTolerancePct { get; set; }

    /// <summary>Rejecting, cancelling and closing short need a reason.</summary>
    public required bool RequiresReasons { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    public static ProcurementSettings Usual(DateTimeOffset now) => new()
    {
        ForbidsSelfApproval = false,
        AutoApproveUpTo = null,
        ApprovalLimit = null,
        CredentialLimits = [],
        OverReceiptTolerancePct = 0,
        RequiresReasons = false,
        UpdatedAt = now,
    };

    /// <summary>True when a total in this currency can be compared with the limits.</summary>
    public bool Counts(string? currency) => Currency is null || currency is null || currency == Currency;

    public bool ApprovesAtOnce(decimal total, string currency) => Counts(currency) && total <= AutoApproveUpTo;

    /// <summary>The largest total that a credential may approve; null when there is no limit.</summary>
    public decimal? LimitOf(string credential) => CredentialLimits.Find(limit => limit.Credential == credential)?.Limit ?? ApprovalLimit;
}

/// <summary>What one credential may approve.</summary>
/// <param name="Credential">Id of the API key.</param>
/// <param name="Limit">The largest total.</param>
sealed record CredentialLimit(string Credential, decimal Limit);
