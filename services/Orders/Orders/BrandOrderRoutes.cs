using Atlas.ServiceDefaults;

namespace Atlas.Orders.Orders;

static class BrandOrderRoutes
{
    public static void MapBrandOrders(this IEndpointRouteBuilder api)
    {
        api.MapGet("/orders", ListOrders.Handle).RequireScope("orders:read").WithList(ListOrders.Rules);
        api.MapGet("/orders/{id}", GetOrder.Handle).RequireScope("orders:read").Produces<Envelope<BrandOrderDetailView>>();
        api.MapPost("/orders", CreateOrder.Handle).RequireScope("orders:write").Produces<CreatedOrderEnvelope>(201);
        api.MapPut("/orders/by-code/{code}", PutOrderByCode.Handle).RequireScope("orders:write")
            .Produces<Envelope<BrandOrderDetailView>>().Produces<CreatedOrderEnvelope>(201);
        foreach (var action in TakeOrderAction.All)
            api.MapPost($"/orders/{{id}}/{action}", TakeOrderAction.Handle(action)).RequireScope("orders:write")
                .Produces<Envelope<BrandOrderDetailView>>();
    }
}
