using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

/// <summary>A count session that is about to change: locked, so that whoever counts, submits and posts at once does so one after another.</summary>
static class OpenedSession
{
    /// <summary>Locks and reads a session.</summary>
    /// <exception cref="RefusedException">404 when there is none; 412 when the client names another version.</exception>
    public static async Task<CountSession> OpenAsync(HttpContext http, InventoryDb db, Guid id, bool withLines, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from count_sessions where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        var sessions = withLines ? db.CountSessions.Include(s => s.Lines) : (IQueryable<CountSession>)db.CountSessions;
        var session = await sessions.FirstOrDefaultAsync(s => s.Id == id, ct) ?? throw new RefusedException(Error.NotFound("Count session", $"{id}"));
        http.CheckIfMatch(session.Version);
        return session;
    }

    /// <summary>Does one thing with a session, unless it is done already, and answers with the whole.</summary>
    public static async Task<IResult> ActAsync(
        HttpContext http, InventoryDb db, TimeProvider time, Guid id, string what, Func<CountSession, bool> isDone,
        Func<CountSession, DateTimeOffset, string, Task> act, CancellationToken ct)
    {
        var session = await OpenAsync(http, db, id, withLines: true, ct);
        if (isDone(session)) return Answer(http, session, session.Lines);
        await act(session, LedgerHash.ToMicroseconds(time.GetUtcNow()), Caller.Of(http).Credential);
        await SaveAsync(db, time, session, what, ct);
        return Answer(http, session, session.Lines);
    }

    /// <summary>Notes the change: a new version, and the event.</summary>
    public static async Task SaveAsync(InventoryDb db, TimeProvider time, CountSession session, string what, CancellationToken ct)
    {
        var now = LedgerHash.ToMicroseconds(time.GetUtcNow()); // As the database keeps it, so that the answer is what is read later.
        session.UpdatedAt = now;
        session.Version++;
        db.Publish(Announcement(session, what, now), $"{session.Id}", session.Version);
        await db.SaveChangesAsync(ct);
    }

    public static IResult Answer(HttpContext http, CountSession session, IEnumerable<CountLine> lines)
    {
        http.SetETag(session.Version);
        // A dry run of submitting must not tell what counting blind is there to hide.
        return Reply.Ok(CountSessionView.From(session, lines, session.HidesBooks() || (session.Blind && Caller.WantsDryRun(http))));
    }

    /// <summary>The message that says what happened.</summary>
    public static CountSessionChanged Announcement(CountSession s, string what, DateTimeOffset now) => new(
        s.Id, s.SessionNo, what, s.Status, s.FacilityId, s.LineCount, s.CountedCount, s.HidesBooks() || s.SubmittedAt is null ? null : s.VarianceCount, s.TransactionId, s.Reason, now,
        s.Version);
}
