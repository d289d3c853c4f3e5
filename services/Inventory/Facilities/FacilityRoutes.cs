using Atlas.Inventory.Locations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Facilities;

static class FacilityRoutes
{
    public static void MapFacilities(this IEndpointRouteBuilder api)
    {
        api.MapGet("/facilities", ListFacilities.Handle).RequireScope("inventory:read").WithList(ListFacilities.Rules);
        api.MapGet("/facilities/{facilityId:guid}", GetFacility.Handle).RequireScope("inventory:read").Produces<Envelope<FacilityView>>();
        api.MapPost("/facilities", CreateFacility.Handle).RequireScope("inventory:adjust").Produces<Envelope<FacilityView>>(201);
        api.MapPatch("/facilities/{facilityId:guid}", UpdateFacility.Handle).RequireScope("inventory:adjust").Produces<Envelope<FacilityView>>();
        api.MapLocations();
    }
}
