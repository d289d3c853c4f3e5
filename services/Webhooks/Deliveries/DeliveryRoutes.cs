using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Deliveries;

static class DeliveryRoutes
{
    const string Manage = "webhooks:manage";

    public static void MapDeliveries(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/deliveries", ListDeliveries.Handle).RequireScope(Manage).WithList(ListDeliveries.Rules);
        v1.MapGet("/deliveries/{id}", GetDelivery.Handle).RequireScope(Manage).Produces<Envelope<DeliveryDetailView>>();
        v1.MapPost("/deliveries/{id}/retry", RetryDelivery.Handle).RequireScope(Manage).Produces<Envelope<DeliveryView>>();
        v1.MapPost("/deliveries/{id}/redeliver", RetryDelivery.Handle).RequireScope(Manage).Produces<Envelope<DeliveryView>>(); // Another name for the same.
    }
}
