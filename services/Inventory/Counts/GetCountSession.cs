using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class GetCountSession
{
    /// <summary>Reads one count session with all its lines.</summary>
    public static async Task<IResult> Handle(Guid sessionId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var session = await db.CountSessions.Include(s => s.Lines).FirstOrDefaultAsync(s => s.Id == sessionId, ct);
        if (session is null) return Error.NotFound("Count session", $"{sessionId}");
        http.SetETag(session.Version);
        return Reply.Ok(CountSessionView.From(session, session.Lines, session.HidesBooks()));
    }
}
