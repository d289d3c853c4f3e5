using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

static class CloseSupplierReturn
{
    /// <summary>Notes that the supplier has settled a return that was shipped.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakeSupplierReturnAction.RunAsync(id, "closed", http, db, back => back.Status == SupplierReturn.Closed, locked =>
        {
            locked.Return.Close(Step.Of(http, time, body.Value));
            return Task.CompletedTask;
        }, ct);
}
