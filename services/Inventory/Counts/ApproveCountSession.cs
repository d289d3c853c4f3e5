using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

static class ApproveCountSession
{
    /// <summary>Approves what was counted, so that it can be posted. Approving what is approved is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        _ = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "approved", s => s.Status == CountSession.Approved, (session, now, by) =>
        {
            session.Approve(now, by);
            return Task.CompletedTask;
        }, ct);
    }
}
