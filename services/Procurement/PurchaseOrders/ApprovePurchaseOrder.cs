using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class ApprovePurchaseOrder
{
    /// <summary>Approves an order that was submitted.</summary>
    /// <remarks>403 <c>approval_limit_exceeded</c> above the credential's limit or in another currency than it, 403 <c>self_approval_forbidden</c> where the tenant wants four eyes.</remarks>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "approved", http, db, time, order => order.Status == PurchaseOrder.Approved, async order =>
        {
            order.Check("approve");
            Approvals.Check(await db.SettingsAsync(time, ct), Caller.Of(http), order.CreatedBy, order.Total, order.Currency);
            order.Approve(Step.Of(http, time, body.Value));
        }, ct);
}
