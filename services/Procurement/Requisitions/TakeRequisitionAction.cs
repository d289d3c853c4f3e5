using Atlas.Procurement.Items;
using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Requisitions;

/// <summary>The actions on a requisition that need no more than a reason. Repeating what was done is 200 and changes nothing.</summary>
static class TakeRequisitionAction
{
    /// <summary>Hands in a draft for approval. It needs lines, and their items must be active.</summary>
    public static Task<IResult> Submit(Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        RunAsync(id, "submitted", http, db, time, r => r.Status == Requisition.PendingApproval, async r =>
        {
            r.Submit(Step.Of(http, time, body.Value));
            await ActiveItems.CheckAsync(db, r.InOrder.Select(line => (line.LineNo, line.ItemId)), ct);
        }, ct);

    /// <summary>Approves a requisition, so that it can be ordered.</summary>
    /// <remarks>403 <c>approval_limit_exceeded</c> above the credential's limit, 403 <c>self_approval_forbidden</c> where the tenant wants four eyes.</remarks>
    public static Task<IResult> Approve(Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        RunAsync(id, "approved", http, db, time, r => r.Status == Requisition.Approved, async r =>
        {
            r.Check("approve");
            Approvals.Check(await db.SettingsAsync(time, ct), Caller.Of(http), r.CreatedBy, r.EstimatedTotal, currency: null);
            r.Approve(Step.Of(http, time, body.Value));
        }, ct);

    /// <summary>Refuses a requisition. It can be revised and submitted again.</summary>
    public static Task<IResult> Reject(Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        RunAsync(id, "rejected", http, db, time, r => r.Status == Requisition.Rejected, async r =>
        {
            r.Check("reject");
            Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
            r.Reject(Step.Of(http, time, body.Value));
        }, ct);

    /// <summary>Makes a draft again out of a requisition that waits for approval or was rejected.</summary>
    public static Task<IResult> Revise(Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        RunAsync(id, "revised", http, db, time, r => r.Status == Requisition.Draft, r =>
        {
            _ = body.Value;
            r.Revise();
            return Task.CompletedTask;
        }, ct);

    /// <summary>Calls a requisition off, or what of it was not ordered yet.</summary>
    public static Task<IResult> Cancel(Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        RunAsync(id, "cancelled", http, db, time, r => r.Cancellation is not null, async r =>
        {
            r.Check("cancel");
            Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
            r.Cancel(Step.Of(http, time, body.Value));
        }, ct);

    /// <summary>Locks the requisition, does it, announces it and answers with the requisition.</summary>
    public static async Task<IResult> RunAsync(
        Guid id, string what, HttpContext http, ProcurementDb db, TimeProvider time, Func<Requisition, bool> isDone, Func<Requisition, Task> act,
        CancellationToken ct)
    {
        if (await db.LockRequisitionAsync(id, ct) is not { } requisition) return Error.NotFound("Requisition", $"{id}");
        http.CheckIfMatch(requisition.Version);
        if (!isDone(requisition))
        {
            await act(requisition);
            requisition.Touch(time.GetUtcNow());
            db.Announce(requisition, what);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(requisition.Version);
        return Reply.Ok(RequisitionView.From(requisition));
    }
}
