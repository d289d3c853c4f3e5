using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

/// <summary>Says that a milestone is reached. The body may be absent.</summary>
/// <param name="CompletedAt">When; now when absent.</param>
/// <param name="CompletedBy">Who did it.</param>
/// <param name="Notes">Shown with the milestone and in the conversation about the order.</param>
[SnakeCase]
public sealed record CompleteMilestoneRequest(DateTimeOffset? CompletedAt, string? CompletedBy, string? Notes) : IReadable<CompleteMilestoneRequest>
{
    const int MaxName = 255;
    const int MaxNotes = 2_000;

    public static bool MayBeAbsent => true;

    public static CompleteMilestoneRequest Read(Fields fields) =>
        new(fields.OptionalTimestamp("completed_at"), fields.OptionalText("completed_by", MaxName), fields.OptionalText("notes", MaxNotes));
}

static class CompleteMilestoneByHand
{
    /// <summary>
    /// Completes a milestone by hand, with the same effects as a report of the factory's system. Repeating it is 200 and changes
    /// nothing: the first completion stands.
    /// </summary>
    public static async Task<IResult> Handle(
        string id, string milestoneId, Body<CompleteMilestoneRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var batch = await db.LockBatchAsync(id, ct);
        if (batch is null) return Error.NotFound("Batch", id);
        if (batch.Milestones.Find(m => m.Id == milestoneId) is not { } milestone) return Error.NotFound("Milestone", milestoneId);
        http.CheckIfMatch(batch.Version);

        var (request, now) = (body.Value, time.GetUtcNow());
        if (batch.Complete(milestone, request.CompletedAt ?? now, request.CompletedBy, request.Notes, now))
        {
            db.Publish(batch.CompletionOf(milestone, request.Notes), batch.Id, batch.Version);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(batch.Version);
        return Reply.Ok(await db.ViewAsync(batch, ct));
    }
}
