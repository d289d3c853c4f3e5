using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

static class BatchRoutes
{
    public static void MapBatches(this IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", ListBatches.Handle).RequireScope("batches:read").WithList(ListBatches.Rules);
        api.MapGet("/batches/{id}", GetBatch.Handle).RequireScope("batches:read").Produces<Envelope<BatchView>>();
        foreach (var action in TakeBatchAction.All)
            api.MapPost($"/batches/{{id}}/{action}", TakeBatchAction.Handle(action)).RequireScope("batches:write").Produces<Envelope<BatchView>>();

        const string milestone = "/batches/{id}/milestones/{milestoneId}";
        api.MapPost($"{milestone}/complete", CompleteMilestoneByHand.Handle).RequireScope("milestones:write").Produces<Envelope<BatchView>>();
        foreach (var action in MoveMilestone.All)
            api.MapPost($"{milestone}/{action}", MoveMilestone.Handle(action)).RequireScope("milestones:write").Produces<Envelope<BatchView>>();
        api.MapPost($"{milestone}/reopen", ReopenMilestone.Handle).RequireScope(Scope.Admin).Produces<Envelope<BatchView>>();
    }
}
