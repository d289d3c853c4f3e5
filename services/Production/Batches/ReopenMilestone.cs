using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

/// <summary>Takes a completion back.</summary>
/// <param name="Reason">Why; told in the conversation about the order, which keeps the completion too.</param>
[SnakeCase]
public sealed record ReopenMilestoneRequest(string Reason) : IReadable<ReopenMilestoneRequest>
{
    const int MaxReason = 500;

    public static ReopenMilestoneRequest Read(Fields fields) => new(fields.Text("reason", MaxReason));
}

static class ReopenMilestone
{
    /// <summary>
    /// Takes back that a milestone was reached. It is in progress again, and the conversation about the order says why. For
    /// administrators, because what customers were told turns out to be wrong.
    /// </summary>
    public static async Task<IResult> Handle(
        string id, string milestoneId, Body<ReopenMilestoneRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var batch = await db.LockBatchAsync(id, ct);
        if (batch is null) return Error.NotFound("Batch", id);
        if (batch.Milestones.Find(m => m.Id == milestoneId) is not { } milestone) return Error.NotFound("Milestone", milestoneId);
        http.CheckIfMatch(batch.Version);

        var (request, now) = (body.Value, time.GetUtcNow());
        if (batch.Move(milestone, "reopen", notes: null, now))
        {
            db.Publish(new MilestoneReopened(batch.Snapshot(), milestone.Id, milestone.Label, now, Caller.Of(http).Credential, request.Reason),
                batch.Id, batch.Version);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(batch.Version);
        return Reply.Ok(await db.ViewAsync(batch, ct));
    }
}
