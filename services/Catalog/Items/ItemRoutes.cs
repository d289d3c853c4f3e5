using Atlas.Catalog.Items.Imports;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

static class ItemRoutes
{
    public static void MapItems(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/items", ListItems.Handle).RequireScope("catalog:read").WithList(ListItems.Rules).Produces<ItemPage>();
        v1.MapGet("/items/resolve", ResolveCode.Handle).RequireScope("catalog:read").Produces<Envelope<ResolvedCodeView>>();
        v1.MapGet("/items/by-no/{**itemNo}", GetItemByNo.Handle).RequireScope("catalog:read").Produces<Envelope<ItemDetailView>>();
        v1.MapGet("/items/imports", ListItemImports.Handle).RequireScope("catalog:read").WithList(ListItemImports.Rules).Produces<Page<ItemImportView>>();
        v1.MapGet("/items/imports/{importId}", GetItemImport.Handle).RequireScope("catalog:read").Produces<Envelope<ItemImportDetailView>>();
        v1.MapGet("/items/{itemId}", GetItem.Handle).RequireScope("catalog:read").Produces<Envelope<ItemDetailView>>();
        v1.MapPost("/items", CreateItem.Handle).RequireScope("catalog:write").Produces<Envelope<ItemDetailView>>(201);
        v1.MapPatch("/items/{itemId}", UpdateItem.Handle).RequireScope("catalog:write").Produces<Envelope<ItemDetailView>>();
        v1.MapPost("/items/imports", StartItemImport.Handle).RequireScope("imports:write").Produces<Envelope<ItemImportView>>(202)
            .WithMetadata(StartItemImport.Accepts).AllowBody(ImportFile.MaxBytes).KeepDryRuns();
        v1.MapPost("/items/imports/{importId}/cancel", CancelItemImport.Handle).RequireScope("imports:write").Produces<Envelope<ItemImportDetailView>>();
    }
}
