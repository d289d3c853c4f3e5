using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

static class ItemRoutes
{
    public static void MapItems(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/items", ListItems.Handle).RequireScope("catalog:read").WithList(ListItems.Rules).Produces<ItemPage>();
        v1.MapGet("/items/resolve", ResolveCode.Handle).RequireScope("catalog:read").Produces<Envelope<ResolvedCodeView>>();
        v1.MapGet("/items/by-no/{**itemNo}", GetItemByNo.Handle).RequireScope("catalog:read").Produces<Envelope<ItemDetailView>>();
        v1.MapGet("/items/{itemId}", GetItem.Handle).RequireScope("catalog:read").Produces<Envelope<ItemDetailView>>();
        v1.MapPost("/items", CreateItem.Handle).RequireScope("catalog:write").Produces<Envelope<ItemDetailView>>(201);
        v1.MapPatch("/items/{itemId}", UpdateItem.Handle).RequireScope("catalog:write").Produces<Envelope<ItemDetailView>>();
    }
}
