using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Settings;

/// <summary>How to approve and receive from now on. What is absent gets its usual value.</summary>
/// <param name="Currency">Of the limits, as ISO 4217; whatever an order's is when absent.</param>
public sealed record PutSettingsRequest(
    bool ForbidsSelfApproval, string? Currency, decimal? AutoApproveUpTo, decimal? ApprovalLimit, IReadOnlyList<CredentialLimitView> CredentialLimits,
    decimal OverReceiptTolerancePct, bool RequiresReasons) : IReadable<PutSettingsRequest>
{
    const int MaxLimits = 1_000;

    public static PutSettingsRequest Read(Fields fields)
    {
        var request = new PutSettingsRequest(
            fields.Boolean("forbidsSelfApproval", false), fields.OptionalCurrency("currency"), fields.OptionalMoney("autoApproveUpTo"), fields.OptionalMoney("approvalLimit"),
            fields.List("credentialLimits", 0, MaxLimits,
                limit => new CredentialLimitView(limit.Text("credential", 64), limit.OptionalMoney("limit", required: true) ?? 0), required: false),
            fields.OptionalPercent("overReceiptTolerancePct") ?? 0, fields.Boolean("requiresReasons", false));
        if (request.CredentialLimits.DistinctBy(limit => limit.Credential).Count() != request.CredentialLimits.Count)
            fields.Refuse("credentialLimits", "invalid_value", "must name each credential once");
        return request;
    }
}

static class PutSettings
{
    /// <summary>Sets how this tenant approves and receives. What is approved or received already stays so.</summary>
    public static async Task<IResult> Handle(
        Body<PutSettingsRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var stored = await db.Settings.FirstOrDefaultAsync(ct);
        var settings = stored ?? ProcurementSettings.Usual(now);
        http.CheckIfMatch(settings.Version);

        settings.ForbidsSelfApproval = request.ForbidsSelfApproval;
        settings.Currency = request.Currency;
        settings.AutoApproveUpTo = request.AutoApproveUpTo;
        settings.ApprovalLimit = request.ApprovalLimit;
        settings.CredentialLimits = [.. request.CredentialLimits.Select(limit => new CredentialLimit(limit.Credential, limit.Limit))];
        settings.OverReceiptTolerancePct = request.OverReceiptTolerancePct;
        settings.RequiresReasons = request.RequiresReasons;
        settings.UpdatedAt = now;
        settings.Version++;
        if (stored is null) db.Add(settings);
        await db.SaveChangesAsync(ct);
        http.SetETag(settings.Version);
        return Reply.Ok(SettingsView.From(settings));
    }
}
