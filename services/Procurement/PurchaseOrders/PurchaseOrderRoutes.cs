using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class PurchaseOrderRoutes
{
    public static void MapPurchaseOrders(this IEndpointRouteBuilder api)
    {
        const string one = "/purchase-orders/{id:guid}";
        api.MapGet("/purchase-orders", ListPurchaseOrders.Handle).RequireScope("procurement:read").WithList(ListPurchaseOrders.Rules);
        api.MapGet(one, GetPurchaseOrder.Handle).RequireScope("procurement:read").Produces<Envelope<PurchaseOrderView>>();
        api.MapPost("/purchase-orders", CreatePurchaseOrder.Handle).RequireScope("procurement:write").Produces<Envelope<PurchaseOrderView>>(201);
        Action(api.MapPatch(one, UpdatePurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/submit", SubmitPurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/approve", ApprovePurchaseOrder.Handle), "procurement:approve");
        Action(api.MapPost($"{one}/reject", RejectPurchaseOrder.Handle), "procurement:approve");
        Action(api.MapPost($"{one}/revise", RevisePurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/send", SendPurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/amend", AmendPurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/close", ClosePurchaseOrder.Handle), "procurement:write");
        Action(api.MapPost($"{one}/cancel", CancelPurchaseOrder.Handle), "procurement:write");

        static void Action(RouteHandlerBuilder route, string scope) => route.RequireScope(scope).Produces<Envelope<PurchaseOrderView>>();
    }
}
