namespace Atlas.Procurement.Settings;

/// <summary>How a tenant approves and receives.</summary>
/// <param name="ForbidsSelfApproval">Whoever made a document may not approve it.</param>
/// <param name="Currency">Of the limits, as ISO 4217: an order in another currency is within none of them. Whatever the order's is when null.</param>
/// <param name="AutoApproveUpTo">Purchase orders up to this total are approved when they are submitted; none when null.</param>
/// <param name="ApprovalLimit">The largest total that a credential without a limit of its own may approve; any when null.</param>
/// <param name="OverReceiptTolerancePct">How much more than ordered may be received, in percent, where neither line, item nor supplier says so.</param>
/// <param name="RequiresReasons">Rejecting, cancelling and closing short need a reason.</param>
public sealed record SettingsView(
    bool ForbidsSelfApproval, string? Currency, decimal? AutoApproveUpTo, decimal? ApprovalLimit, IReadOnlyList<CredentialLimitView> CredentialLimits,
    decimal OverReceiptTolerancePct, bool RequiresReasons, DateTimeOffset UpdatedAt, long Version)
{
    internal static SettingsView From(ProcurementSettings s) => new(
        s.ForbidsSelfApproval, s.Currency, s.AutoApproveUpTo, s.ApprovalLimit,
        [.. s.CredentialLimits.Select(limit => new CredentialLimitView(limit.Credential, limit.Limit))], s.OverReceiptTolerancePct,
        s.RequiresReasons, s.UpdatedAt, s.Version);
}

/// <summary>What one credential may approve.</summary>
/// <param name="Credential">Id of the API key.</param>
/// <param name="Limit">The largest total, in the settings' currency.</param>
public sealed record CredentialLimitView(string Credential, decimal Limit);
