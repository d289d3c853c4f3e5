using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

static class BomRoutes
{
    public static void MapBoms(this IEndpointRouteBuilder api)
    {
        const string one = "/boms/{id:guid}";
        api.MapGet("/boms", ListBoms.Handle).RequireScope("production:read").WithList(ListBoms.Rules);
        api.MapGet(one, GetBom.Handle).RequireScope("production:read").Produces<Envelope<BomView>>();
        api.MapGet($"{one}/explosion", ExplodeBom.Handle).RequireScope("production:read").Produces<Envelope<ExplosionView>>();
        api.MapPost("/boms", CreateBom.Handle).RequireScope("production:write").Produces<Envelope<BomView>>(201);
        api.MapPost($"{one}/new-version", RenewBom.Handle).RequireScope("production:write").Produces<Envelope<BomView>>(201);
        Action(api.MapPatch(one, UpdateBom.Handle));
        Action(api.MapPost($"{one}/activate", ActivateBom.Handle));
        Action(api.MapPost($"{one}/archive", ArchiveBom.Handle));

        static void Action(RouteHandlerBuilder route) => route.RequireScope("production:write").Produces<Envelope<BomView>>();
    }

    /// <summary>What is known here about an item of Catalog.</summary>
    public static void MapWhereUsed(this IEndpointRouteBuilder items) =>
        items.MapGet("/{id:guid}/where-used", ListWhereUsed.Handle).RequireScope("production:read").WithList(ListWhereUsed.Rules).Produces<Page<WhereUsedView>>();
}
