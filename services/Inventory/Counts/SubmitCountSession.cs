using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

static class SubmitCountSession
{
    /// <summary>Ends the counting and shows what differs. Submitting what is submitted is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        _ = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "submitted", s => s.Status == CountSession.Submitted, (session, now, by) =>
        {
            session.Submit(now, by);
            return Task.CompletedTask;
        }, ct);
    }
}
