using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class WorkOrderRoutes
{
    public static void MapWorkOrders(this IEndpointRouteBuilder api)
    {
        const string one = "/work-orders/{id:guid}";
        api.MapGet("/work-orders", ListWorkOrders.Handle).RequireScope("production:read").WithList(ListWorkOrders.Rules);
        api.MapGet(one, GetWorkOrder.Handle).RequireScope("production:read").Produces<Envelope<WorkOrderView>>();
        api.MapPost("/work-orders", CreateWorkOrder.Handle).RequireScope("production:write").Produces<Envelope<WorkOrderView>>(201);
        Action(api.MapPatch(one, UpdateWorkOrder.Handle));
        Action(api.MapPost($"{one}/start", StartWorkOrder.Handle));
        Action(api.MapPost($"{one}/hold", HoldWorkOrder.Handle));
        Action(api.MapPost($"{one}/resume", ResumeWorkOrder.Handle));
        Asking(api.MapPost($"{one}/release", ReleaseWorkOrder.Handle));
        Asking(api.MapPost($"{one}/issue", IssueComponents.Handle));
        Asking(api.MapPost($"{one}/complete", CompleteWorkOrder.Handle));
        Asking(api.MapPost($"{one}/outputs/{{outputId:guid}}/reverse", ReverseOutput.Handle));
        Asking(api.MapPost($"{one}/cancel", CancelWorkOrder.Handle));
        Asking(api.MapPost($"{one}/close", CloseWorkOrder.Handle));

        static RouteHandlerBuilder Action(RouteHandlerBuilder route) => route.RequireScope("production:write").Produces<Envelope<WorkOrderView>>();
        static void Asking(RouteHandlerBuilder route) => Action(route).Produces<Envelope<WorkOrderView>>(202);
    }
}
