using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Facilities;

static class GetFacility
{
    /// <summary>Reads one facility.</summary>
    public static async Task<IResult> Handle(Guid facilityId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var facility = await db.Facilities.FirstOrDefaultAsync(f => f.Id == facilityId, ct);
        if (facility is null) return Error.NotFound("Facility", $"{facilityId}");
        http.SetETag(facility.Version);
        return Reply.Ok(FacilityView.From(facility));
    }
}
