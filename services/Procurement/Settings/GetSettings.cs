using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Settings;

static class GetSettings
{
    /// <summary>Reads how this tenant approves and receives.</summary>
    public static async Task<IResult> Handle(HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var settings = await db.SettingsAsync(time, ct);
        http.SetETag(settings.Version);
        return Reply.Ok(SettingsView.From(settings));
    }

    /// <summary>The tenant's settings, or the usual ones.</summary>
    public static async Task<ProcurementSettings> SettingsAsync(this ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        await db.Settings.FirstOrDefaultAsync(ct) ?? ProcurementSettings.Usual(time.GetUtcNow());
}
