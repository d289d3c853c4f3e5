using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierItems;

static class SupplierItemRoutes
{
    public static void MapSupplierItems(this IEndpointRouteBuilder api)
    {
        const string all = "/suppliers/{supplierId:guid}/items";
        const string one = $"{all}/{{supplierItemId:guid}}";
        api.MapGet(all, ListSupplierItems.Handle).RequireScope("procurement:read").WithList(ListSupplierItems.Rules).Produces<Page<SupplierItemView>>();
        api.MapGet(one, GetSupplierItem.Handle).RequireScope("procurement:read").Produces<Envelope<SupplierItemView>>();
        api.MapPost(all, CreateSupplierItem.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierItemView>>(201);
        api.MapPatch(one, UpdateSupplierItem.Handle).RequireScope("procurement:write").Produces<Envelope<SupplierItemView>>();
        api.MapDelete(one, DeleteSupplierItem.Handle).RequireScope("procurement:write").Produces(204);
    }
}
