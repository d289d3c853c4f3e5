using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

static class MoveMilestone
{
    public static readonly string[] All = ["start", "block", "unblock", Milestone.Skip];

    /// <summary>
    /// Moves a milestone otherwise than by completing it: start, block, unblock or skip. Repeating what was done is 200 and changes
    /// nothing.
    /// </summary>
    public static Func<string, string, Body<ActionRequest>, HttpContext, ProductionDb, TimeProvider, CancellationToken, Task<IResult>> Handle(string action) =>
        async (id, milestoneId, body, http, db, time, ct) =>
        {
            var batch = await db.LockBatchAsync(id, ct);
            if (batch is null) return Error.NotFound("Batch", id);
            if (batch.Milestones.Find(m => m.Id == milestoneId) is not { } milestone) return Error.NotFound("Milestone", milestoneId);
            http.CheckIfMatch(batch.Version);

            var (request, now) = (body.Value, time.GetUtcNow());
            if (batch.Move(milestone, action, request.Notes ?? request.Reason, now))
            {
                db.Publish(new BatchChanged(batch.Snapshot(), request.Reason), batch.Id, batch.Version);
                await db.SaveChangesAsync(ct);
            }

            http.SetETag(batch.Version);
            return Reply.Ok(await db.ViewAsync(batch, ct));
        };
}
