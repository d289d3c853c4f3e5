using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Receipts;

static class ReceiptRoutes
{
    public static void MapReceipts(this IEndpointRouteBuilder api)
    {
        const string ofOrder = "/purchase-orders/{id:guid}/receipts";
        const string one = "/receipts/{receiptId:guid}";
        api.MapGet(ofOrder, ListReceipts.Handle).RequireScope("procurement:read").WithList(ListReceipts.Rules).Produces<Page<ReceiptView>>();
        api.MapPost(ofOrder, CreateReceipt.Handle).RequireScope("procurement:receive").TakesAction<PurchaseOrderView>(PurchaseOrder.Receive)
            .Produces<Envelope<ReceiptView>>(201).Produces<Envelope<ReceiptView>>(202);
        api.MapGet(one, GetReceipt.Handle).RequireScope("procurement:read").Produces<Envelope<ReceiptView>>();
        api.MapPost($"{one}/reverse", ReverseReceipt.Handle).RequireScope("procurement:receive").Produces<Envelope<ReceiptView>>().Produces<Envelope<ReceiptView>>(202);
    }
}
