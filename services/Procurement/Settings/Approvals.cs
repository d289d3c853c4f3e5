using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Settings;

/// <summary>Who may approve what.</summary>
static class Approvals
{
    /// <param name="currency">Of the total; null where it is an estimate in the tenant's own.</param>
    /// <exception cref="RefusedException">403 <c>self_approval_forbidden</c> or <c>approval_limit_exceeded</c>.</exception>
    public static void Check(ProcurementSettings settings, Caller caller, string createdBy, decimal total, string? currency)
    {
        if (settings.ForbidsSelfApproval && caller.Credential == createdBy)
            throw new RefusedException(Error.Forbidden("self_approval_forbidden", "Whoever made it may not approve it. Ask somebody else."));
        if (settings.LimitOf(caller.Credential) is not { } limit) return;
        if (!settings.Counts(currency))
            throw new RefusedException(Error.Forbidden("approval_limit_exceeded", $"This credential may approve up to {limit:0.######} {settings.Currency}; the total is in {currency}.",
                new ErrorDetail("currency", "approval_limit_exceeded", "is not the limit's", new Dictionary<string, object?>
                {
                    ["limit"] = limit, ["limitCurrency"] = settings.Currency, ["total"] = total, ["currency"] = currency,
                })));
        if (total > limit)
            throw new RefusedException(Error.Forbidden("approval_limit_exceeded", $"This credential may approve up to {limit:0.######}; the total is {total:0.######}.",
                new ErrorDetail("total", "approval_limit_exceeded", "is above the limit", new Dictionary<string, object?> { ["limit"] = limit, ["total"] = total })));
    }

    /// <summary>Refuses when the tenant wants a reason and none is given.</summary>
    public static void CheckReason(ProcurementSettings settings, ActionRequest request)
    {
        if (settings.RequiresReasons && request.Reason is null)
            throw new RefusedException(Error.Invalid(new ErrorDetail("reason", "required", "is required")));
    }
}
