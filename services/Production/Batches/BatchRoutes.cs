using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

static class BatchRoutes
{
    public static void MapBatches(this IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", ListBatches.Handle).RequireScope("batches:read").WithList(ListBatches.Rules);
        api.MapGet("/batches/{id}", GetBatch.Handle).RequireScope("batches:read").Produces<Envelope<BatchView>>();
    }
}
