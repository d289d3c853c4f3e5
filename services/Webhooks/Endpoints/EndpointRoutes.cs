using Atlas.ServiceDefaults;
using Atlas.Webhooks.Deliveries;

namespace Atlas.Webhooks.Endpoints;

static class EndpointRoutes
{
    const string Manage = "webhooks:manage";

    public static void MapEndpoints(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/endpoints", CreateEndpoint.Handle).RequireScope(Manage).Produces<Envelope<NewEndpointView>>(201);
        v1.MapGet("/endpoints", ListEndpoints.Handle).RequireScope(Manage).WithList(ListEndpoints.Rules);
        v1.MapGet("/endpoints/{id}", GetEndpoint.Handle).RequireScope(Manage).Produces<Envelope<EndpointView>>();
        v1.MapPatch("/endpoints/{id}", UpdateEndpoint.Handle).RequireScope(Manage).Produces<Envelope<EndpointView>>();
        v1.MapDelete("/endpoints/{id}", DeleteEndpoint.Handle).RequireScope(Manage).Produces(204);
        v1.MapPost("/endpoints/{id}/test", TestEndpoint.Handle).RequireScope(Manage).Produces<Envelope<DeliveryView>>(201);
        v1.MapPost("/endpoints/{id}/secret/rotate", RotateSecret.Handle).RequireScope(Manage).Produces<Envelope<SecretsView>>();
        v1.MapGet("/endpoints/{id}/secret", RevealSecret.Handle).RequireScope("webhooks:secrets").Produces<Envelope<SecretsView>>();
    }
}
