using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Settings;

static class GetSettings
{
    /// <summary>Reads how this tenant sells.</summary>
    public static async Task<IResult> Handle(HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        var settings = await db.SettingsAsync(time, ct);
        http.SetETag(settings.Version);
        return Reply.Ok(SettingsView.From(settings));
    }

    /// <summary>The tenant's settings, or the usual ones.</summary>
    public static async Task<SalesSettings> SettingsAsync(this SalesDb db, TimeProvider time, CancellationToken ct) =>
        await db.Settings.FirstOrDefaultAsync(ct) ?? SalesSettings.Usual(time.GetUtcNow());

    /// <summary>Refuses when the tenant wants a reason and none is given.</summary>
    public static void CheckReason(this SalesSettings settings, ActionRequest request)
    {
        if (settings.RequiresReasons && request.Reason is null)
            throw new RefusedException(Error.Invalid(new ErrorDetail("reason", "required", "is required")));
    }
}
