using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Locations;

static class LocationRoutes
{
    public static void MapLocations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/facilities/{facilityId:guid}/locations", ListLocations.Handle).RequireScope("inventory:read").WithList(ListLocations.Rules);
        api.MapGet("/facilities/{facilityId:guid}/locations/{locationId:guid}", GetLocation.Handle).RequireScope("inventory:read").Produces<Envelope<LocationView>>();
        api.MapPost("/facilities/{facilityId:guid}/locations", CreateLocation.Handle).RequireScope("inventory:adjust")
            .Produces<Envelope<LocationView>>(201);
        api.MapPatch("/facilities/{facilityId:guid}/locations/{locationId:guid}", UpdateLocation.Handle).RequireScope("inventory:adjust")
            .Produces<Envelope<LocationView>>();
    }
}
