using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Suppliers;

static class SupplierRoutes
{
    public static void MapSuppliers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/suppliers", ListSuppliers.Handle).RequireScope("procurement:read").WithList(ListSuppliers.Rules);
        api.MapGet("/suppliers/{supplierId:guid}", GetSupplier.Handle).RequireScope("procurement:read").Produces<Envelope<SupplierView>>();
        api.MapPost("/suppliers", CreateSupplier.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierView>>(201);
        api.MapPatch("/suppliers/{supplierId:guid}", UpdateSupplier.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierView>>();
    }
}
