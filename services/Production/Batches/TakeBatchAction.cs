using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

static class TakeBatchAction
{
    public static readonly string[] All = ["hold", "resume", "cancel"];

    /// <summary>Moves a batch on by hand: hold, resume or cancel. Repeating what was done is 200 and changes nothing.</summary>
    public static Func<string, Body<ActionRequest>, HttpContext, ProductionDb, TimeProvider, CancellationToken, Task<IResult>> Handle(string action) =>
        async (id, body, http, db, time, ct) =>
        {
            var batch = await db.LockBatchAsync(id, ct);
            if (batch is null) return Error.NotFound("Batch", id);
            http.CheckIfMatch(batch.Version);

            if (body.Value is { } request && batch.Take(action, time.GetUtcNow()))
            {
                db.Publish(new BatchChanged(batch.Snapshot(), request.Reason), batch.Id, batch.Version);
                await db.SaveChangesAsync(ct);
            }

            http.SetETag(batch.Version);
            return Reply.Ok(await db.ViewAsync(batch, ct));
        };
}
