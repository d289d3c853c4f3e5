using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

static class CancelCountSession
{
    /// <summary>Ends a session of which nothing is posted. Cancelling what is cancelled is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "cancelled", s => s.Status == CountSession.Cancelled, (session, now, by) =>
        {
            session.Cancel(request.Reason, now, by);
            return Task.CompletedTask;
        }, ct);
    }
}
