using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

/// <summary>What is to be counted once more.</summary>
/// <param name="LineIds">These lines; those that differ when absent.</param>
public sealed record RecountSessionRequest(IReadOnlyList<Guid> LineIds, string? Reason) : IReadable<RecountSessionRequest>
{
    public static bool MayBeAbsent => true;

    public static RecountSessionRequest Read(Fields fields)
    {
        var ids = new List<Guid>();
        foreach (var (text, index) in fields.Texts("lineIds", CountSession.MaxLines, 64).Select((text, index) => (text, index)))
            if (Guid.TryParse(text, out var id)) ids.Add(id);
            else fields.Refuse($"lineIds[{index}]", "invalid_value", "must be a UUID");
        return new(ids, fields.OptionalText("reason", 500));
    }
}

static class RecountSession
{
    /// <summary>
    /// Has lines counted once more; the others stay as they were counted. Asking for a recount while one is in progress is 200 and
    /// changes nothing.
    /// </summary>
    public static Task<IResult> Handle(
        Guid sessionId, HttpContext http, Body<RecountSessionRequest> body, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        return OpenedSession.ActAsync(http, db, time, sessionId, "recounted", s => s.Status == CountSession.InProgress && s.Attempt > 1, (session, now, by) =>
        {
            session.Require("recount");
            for (var i = 0; i < request.LineIds.Count; i++)
                if (session.Lines.All(line => line.Id != request.LineIds[i]))
                    throw new RefusedException(Error.Invalid(new ErrorDetail($"lineIds[{i}]", "invalid_reference", "is no line of this session")));
            var lines = session.Lines.Where(line => request.LineIds.Count > 0 ? request.LineIds.Contains(line.Id) : line.VarianceQty is not (null or 0)).ToList();
            session.Recount(lines);
            return Task.CompletedTask;
        }, ct);
    }
}
