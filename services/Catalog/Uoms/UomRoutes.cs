using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Uoms;

static class UomRoutes
{
    public static void MapUoms(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/uoms", ListUoms.Handle).RequireScope("catalog:read").WithList(ListUoms.Rules);
        v1.MapGet("/uoms/{id}", GetUom.Handle).RequireScope("catalog:read").Produces<Envelope<UomView>>();
        v1.MapPost("/uoms", CreateUom.Handle).RequireScope("catalog:write").Produces<Envelope<UomView>>(201);
        v1.MapPatch("/uoms/{id}", UpdateUom.Handle).RequireScope("catalog:write").Produces<Envelope<UomView>>();
    }
}
