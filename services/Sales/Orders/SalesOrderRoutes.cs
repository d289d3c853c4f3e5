using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

static class SalesOrderRoutes
{
    public static void MapSalesOrders(this IEndpointRouteBuilder api)
    {
        const string one = "/orders/{id:guid}";
        api.MapGet("/orders", ListSalesOrders.Handle).RequireScope("sales:read").WithList(ListSalesOrders.Rules);
        api.MapGet(one, GetSalesOrder.Handle).RequireScope("sales:read").Produces<Envelope<SalesOrderView>>();
        api.MapPost("/orders", CreateSalesOrder.Handle).RequireScope("sales:write").Produces<Envelope<SalesOrderView>>(201);
        Action(api.MapPatch(one, UpdateSalesOrder.Handle));
        Action(api.MapPost($"{one}/hold", HoldSalesOrder.Handle));
        Action(api.MapPost($"{one}/resume", ResumeSalesOrder.Handle));
        Action(api.MapPost($"{one}/open", OpenSalesOrder.Handle)).Produces<Envelope<SalesOrderView>>(202);
        Action(api.MapPost($"{one}/amend", AmendSalesOrder.Handle)).Produces<Envelope<SalesOrderView>>(202);
        Action(api.MapPost($"{one}/cancel", CancelSalesOrder.Handle)).Produces<Envelope<SalesOrderView>>(202);
        Action(api.MapPost($"{one}/close", CloseSalesOrder.Handle)).Produces<Envelope<SalesOrderView>>(202);

        static RouteHandlerBuilder Action(RouteHandlerBuilder route) => route.RequireScope("sales:write").Produces<Envelope<SalesOrderView>>();
    }
}
