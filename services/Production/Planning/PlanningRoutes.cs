using Atlas.ServiceDefaults;

namespace Atlas.Production.Planning;

static class PlanningRoutes
{
    public static void MapPlanning(this IEndpointRouteBuilder api)
    {
        api.MapGet("/planning", GetPlanning.Handle).RequireScope("production:read");
        api.MapPut("/planning", PutPlanning.Handle).RequireScope("production:write").Produces<Envelope<PlanningView>>();
    }
}
