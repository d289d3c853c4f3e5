using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Settings;

/// <summary>How to sell from now on. What is absent gets its usual value.</summary>
/// <param name="ClosesAfterDays">Null means never.</param>
public sealed record PutSettingsRequest(string ReservationPolicy, Guid? DefaultFacilityId, bool RequiresReasons, int? ClosesAfterDays)
    : IReadable<PutSettingsRequest>
{
    const int MaxDays = 3_650;

    public static PutSettingsRequest Read(Fields fields)
    {
        var usual = SalesSettings.Usual(default);
        return new(fields.Choice("reservationPolicy", ReservationPolicies.All, usual.ReservationPolicy), fields.OptionalId("defaultFacilityId"),
            fields.Boolean("requiresReasons", usual.RequiresReasons),
            fields.Has("closesAfterDays") ? (int?)fields.OptionalInteger("closesAfterDays", 0, MaxDays) : usual.ClosesAfterDays);
    }
}

static class PutSettings
{
    /// <summary>Sets how this tenant sells. Orders that are open already stay as they are.</summary>
    public static async Task<IResult> Handle(Body<PutSettingsRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var stored = await db.Settings.FirstOrDefaultAsync(ct);
        var settings = stored ?? SalesSettings.Usual(now);
        http.CheckIfMatch(settings.Version);

        settings.ReservationPolicy = request.ReservationPolicy;
        settings.DefaultFacilityId = request.DefaultFacilityId;
        settings.RequiresReasons = request.RequiresReasons;
        settings.ClosesAfterDays = request.ClosesAfterDays;
        settings.UpdatedAt = now;
        settings.Version++;
        if (stored is null) db.Add(settings);
        await db.SaveChangesAsync(ct);
        http.SetETag(settings.Version);
        return Reply.Ok(SettingsView.From(settings));
    }
}
