using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

static class CancelSupplierReturn
{
    /// <summary>Calls off a return that is a draft: the goods stay.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakeSupplierReturnAction.RunAsync(id, "cancelled", http, db, back => back.Status == SupplierReturn.Cancelled, async locked =>
        {
            locked.Return.Cancel(Step.Of(http, time, body.Value));
            Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
        }, ct);
}
