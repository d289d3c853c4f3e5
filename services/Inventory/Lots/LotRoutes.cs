using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Lots;

static class LotRoutes
{
    public static void MapLots(this IEndpointRouteBuilder api)
    {
        api.MapGet("/lots", ListLots.Handle).RequireScope("inventory:read").WithList(ListLots.Rules);
        api.MapGet("/lots/{lotId:guid}", GetLot.Handle).RequireScope("inventory:read").Produces<Envelope<LotView>>();
        api.MapGet("/lots/{lotId:guid}/trace", TraceLot.Handle).RequireScope("inventory:read").Produces<Envelope<LotTraceView>>();
    }

    public static void MapLotChanges(this IEndpointRouteBuilder posting)
    {
        posting.MapPatch("/lots/{lotId:guid}", UpdateLot.Handle).RequireScope("inventory:adjust").Produces<Envelope<LotView>>();
    }
}
