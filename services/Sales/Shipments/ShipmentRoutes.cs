using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Shipments;

static class ShipmentRoutes
{
    public static void MapShipments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/shipments", ListShipments.Handle).RequireScope("sales:read").WithList(ListShipments.Rules);
        api.MapGet("/shipments/{shipmentId:guid}", GetShipment.Handle).RequireScope("sales:read").Produces<Envelope<ShipmentView>>();
        api.MapPost("/orders/{id:guid}/ship", ShipSalesOrder.Handle).RequireScope("sales:ship")
            .Produces<Envelope<SalesOrderView>>().Produces<Envelope<SalesOrderView>>(202);
    }
}
