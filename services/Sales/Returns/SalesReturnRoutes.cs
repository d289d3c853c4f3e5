using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Returns;

static class SalesReturnRoutes
{
    public static void MapSalesReturns(this IEndpointRouteBuilder api)
    {
        const string ofOrder = "/orders/{id:guid}/returns";
        api.MapGet(ofOrder, ListSalesReturns.Handle).RequireScope("sales:read").WithList(ListSalesReturns.Rules).Produces<Page<SalesReturnView>>();
        api.MapPost(ofOrder, CreateSalesReturn.Handle).RequireScope("sales:ship").TakesAction<SalesOrderView>(SalesOrder.Return)
            .Produces<Envelope<SalesReturnView>>(201).Produces<Envelope<SalesReturnView>>(202);
        api.MapGet("/returns/{returnId:guid}", GetSalesReturn.Handle).RequireScope("sales:read").Produces<Envelope<SalesReturnView>>();
    }
}
