using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Locations;

static class GetLocation
{
    /// <summary>Reads one location of a facility.</summary>
    public static async Task<IResult> Handle(Guid facilityId, Guid locationId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var location = await db.Locations.FirstOrDefaultAsync(l => l.FacilityId == facilityId && l.Id == locationId, ct);
        if (location is null) return Error.NotFound("Location", $"{locationId}");
        http.SetETag(location.Version);
        return Reply.Ok(LocationView.From(location, await db.Locations.CountAsync(child => child.ParentLocationId == locationId, ct)));
    }
}
