using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class SubmitCountSession
{
    /// <summary>Ends the counting and shows what differs. Submitting what is submitted is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        _ = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "submitted", s => s.Status == CountSession.Submitted, async (session, now, by) =>
        {
            var differing = session.Lines.Where(line => line.VarianceQty is not (null or 0)).Select(line => line.ItemId).ToHashSet();
            session.Submit(await db.CostPools.Where(pool => differing.Contains(pool.ItemId)).ToDictionaryAsync(pool => pool.ItemId, ct), now, by);
        }, ct);
    }
}
