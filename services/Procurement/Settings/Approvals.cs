using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Settings;

/// <summary>Who may approve what.</summary>
static class Approvals
{
    /// <exception cref="RefusedException">403 <c>self_approval_forbidden</c> or <c>approval_limit_exceeded</c>.</exception>
    public static void Check(ProcurementSettings settings, Caller caller, string createdBy, decimal total)
    {
        if (settings.ForbidsSelfApproval && caller.Credential == createdBy)
            throw new RefusedException(Error.Forbidden("self_approval_forbidden", "Whoever made it may not approve it. Ask somebody else."));
        if (settings.LimitOf(caller.Credential) is { } limit && total > limit)
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
