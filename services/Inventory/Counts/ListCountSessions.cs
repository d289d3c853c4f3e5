using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class ListCountSessions
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "status", "facilityId", "assignee", "sessionNo", "scheduledFor", "updatedSince", "externalId", "q", "sort", WaitForLedger.Parameter);
    static readonly Sorts<CountSession> Sorts = new Sorts<CountSession>(s => s.Id).By("createdAt", s => s.CreatedAt).By("sessionNo", s => s.SessionNo);

    /// <summary>Lists the count sessions, newest first, without their lines.</summary>
    public static async Task<Ok<CountedPage<CountSessionView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<CountSession> sessions = db.CountSessions;
        if (query.Choices("status", CountSession.Statuses) is { Count: > 0 } statuses) sessions = sessions.Where(s => statuses.Contains(s.Status));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) sessions = sessions.Where(s => facilities.Contains(s.FacilityId));
        if (query.Values("assignee") is { Count: > 0 } assignees) sessions = sessions.Where(s => assignees.Contains(s.Assignee!));
        if (query.Values("sessionNo") is { Count: > 0 } numbers) sessions = sessions.Where(s => numbers.Contains(s.SessionNo));
        if (query.Date("scheduledFor") is { } day) sessions = sessions.Where(s => s.ScheduledFor == day);
        if (query.Values("externalId") is { Count: > 0 } ids) sessions = sessions.Where(s => ids.Contains(s.ExternalId!));
        foreach (var word in Like.Words(query.Value("q")))
            sessions = sessions.Where(s => EF.Functions.ILike(s.SessionNo, word, Like.Escape)
                || EF.Functions.ILike(s.Assignee!, word, Like.Escape) || EF.Functions.ILike(s.Notes!, word, Like.Escape));
        if (query.Timestamp("updatedSince") is { } since) sessions = sessions.Where(s => s.UpdatedAt >= since);

        var page = await Sorts.ReadAsync(sessions, query, cursors, ct);
        return page.As(s => CountSessionView.From(s, null, s.HidesBooks()));
    }
}
