using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Portal;

static class PortalRoutes
{
    /// <summary>Pages for brands, which have a link and no key.</summary>
    public static void MapPortal(this IEndpointRouteBuilder app) => app.MapGroup("/portal")
        .AddEndpointFilter(PortalAnswers.CheckLinkAsync)
        .InUnitOfWork<OrdersDb>()
        .MapGet("/{slug}", ShowPortal.Handle).AllowAnonymous().Produces<Envelope<PortalView>>().Produces<string>(200, "text/html");

    public static void MapPortalLinks(this IEndpointRouteBuilder api) =>
        api.MapPost("/customers/{slug}/portal-link", CreatePortalLink.Handle).RequireScope("customers:write").Produces<Envelope<PortalLinkView>>(201);
}
