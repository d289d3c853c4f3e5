using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class RevisePurchaseOrder
{
    /// <summary>Makes a draft again out of an order that waits for approval or was rejected.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "revised", http, db, time, order => order.Status == PurchaseOrder.Draft, order =>
        {
            _ = body.Value;
            order.Revise();
            return Task.CompletedTask;
        }, ct);
}
