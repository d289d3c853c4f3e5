using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

static class CountRoutes
{
    public static void MapCounts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inventory/count-sessions", ListCountSessions.Handle).RequireScope("inventory:read").WithList(ListCountSessions.Rules);
        api.MapPost("/inventory/count-sessions", CreateCountSession.Handle).RequireScope("counts:write").Produces<Envelope<CountSessionView>>(201);
        api.MapGet("/inventory/count-sessions/{sessionId:guid}", GetCountSession.Handle).RequireScope("inventory:read").Produces<Envelope<CountSessionView>>();
        api.MapGet("/inventory/count-sessions/{sessionId:guid}/lines", ListCountLines.Handle).RequireScope("inventory:read").WithList(ListCountLines.Rules)
            .Produces<CountedPage<CountLineView>>();
        Write(api.MapPatch("/inventory/count-sessions/{sessionId:guid}/lines", CountLines.Handle));
        Write(api.MapPost("/inventory/count-sessions/{sessionId:guid}/start", StartCountSession.Handle));
        Write(api.MapPost("/inventory/count-sessions/{sessionId:guid}/submit", SubmitCountSession.Handle));
        Write(api.MapPost("/inventory/count-sessions/{sessionId:guid}/recount", RecountSession.Handle));
        Write(api.MapPost("/inventory/count-sessions/{sessionId:guid}/approve", ApproveCountSession.Handle));
        Write(api.MapPost("/inventory/count-sessions/{sessionId:guid}/cancel", CancelCountSession.Handle));
    }

    /// <summary>The route that posts.</summary>
    public static void MapCountPosting(this IEndpointRouteBuilder posting) =>
        Write(posting.MapPost("/inventory/count-sessions/{sessionId:guid}/post", PostCountSession.Handle));

    static void Write(RouteHandlerBuilder route) => route.RequireScope("counts:write").Produces<Envelope<CountSessionView>>();
}
