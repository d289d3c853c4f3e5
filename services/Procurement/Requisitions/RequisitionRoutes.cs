using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Requisitions;

static class RequisitionRoutes
{
    public static void MapRequisitions(this IEndpointRouteBuilder api)
    {
        const string one = "/requisitions/{id:guid}";
        api.MapGet("/requisitions", ListRequisitions.Handle).RequireScope("procurement:read").WithList(ListRequisitions.Rules);
        api.MapGet(one, GetRequisition.Handle).RequireScope("procurement:read").Produces<Envelope<RequisitionView>>();
        api.MapPost("/requisitions", CreateRequisition.Handle).RequireScope("procurement:write").Produces<Envelope<RequisitionView>>(201);
        Action(api.MapPatch(one, UpdateRequisition.Handle), "procurement:write");
        Action(api.MapPost($"{one}/submit", TakeRequisitionAction.Submit), "procurement:write");
        Action(api.MapPost($"{one}/approve", TakeRequisitionAction.Approve), "procurement:approve");
        Action(api.MapPost($"{one}/reject", TakeRequisitionAction.Reject), "procurement:approve");
        Action(api.MapPost($"{one}/revise", TakeRequisitionAction.Revise), "procurement:write");
        Action(api.MapPost($"{one}/convert", ConvertRequisition.Handle), "procurement:write");
        Action(api.MapPost($"{one}/cancel", TakeRequisitionAction.Cancel), "procurement:write");

        static void Action(RouteHandlerBuilder route, string scope) => route.RequireScope(scope).Produces<Envelope<RequisitionView>>();
    }
}
