using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class RejectPurchaseOrder
{
    /// <summary>Refuses an order that was submitted. It can be revised and submitted again.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "rejected", http, db, time, order => order.Status == PurchaseOrder.Rejected, async order =>
        {
            order.Check("reject");
            Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
            order.Reject(Step.Of(http, time, body.Value));
        }, ct);
}
