using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class SendPurchaseOrder
{
    /// <summary>Notes that the order went out to the supplier. Atlas sends nothing itself; subscribers hear of it.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "sent", http, db, time, order => order.Status == PurchaseOrder.Sent, order =>
        {
            order.Send(Step.Of(http, time, body.Value));
            return Task.CompletedTask;
        }, ct);
}
