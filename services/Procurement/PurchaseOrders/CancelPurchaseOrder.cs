using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class CancelPurchaseOrder
{
    /// <summary>Calls an order off. Once goods were received it can only be closed.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "cancelled", http, db, time, order => order.Status == PurchaseOrder.Cancelled, async order =>
        {
            order.Check("cancel");
            Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
            order.Cancel(Step.Of(http, time, body.Value));
        }, ct);
}
