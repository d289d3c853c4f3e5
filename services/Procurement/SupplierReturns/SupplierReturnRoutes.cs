using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

static class SupplierReturnRoutes
{
    public static void MapSupplierReturns(this IEndpointRouteBuilder api)
    {
        const string one = "/supplier-returns/{id:guid}";
        api.MapGet("/supplier-returns", ListSupplierReturns.Handle).RequireScope("procurement:read").WithList(ListSupplierReturns.Rules);
        api.MapGet(one, GetSupplierReturn.Handle).RequireScope("procurement:read").Produces<Envelope<SupplierReturnView>>();
        api.MapPost("/supplier-returns", CreateSupplierReturn.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierReturnView>>(201);
        api.MapPatch(one, UpdateSupplierReturn.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierReturnView>>();
        api.MapPost($"{one}/ship", ShipSupplierReturn.Handle).RequireScope("procurement:receive")
            .Produces<Envelope<SupplierReturnView>>().Produces<Envelope<SupplierReturnView>>(202);
        api.MapPost($"{one}/close", CloseSupplierReturn.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierReturnView>>();
        api.MapPost($"{one}/cancel", CancelSupplierReturn.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierReturnView>>();
    }
}
