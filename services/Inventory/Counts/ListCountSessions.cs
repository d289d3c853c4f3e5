using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

static class ListCountSessions
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "facilityId", "assignee", "sessionNo", "scheduledFor", "updatedSince");

    /// <summary>Lists the count sessions, newest first, without their lines.</summary>
    public static async Task<Ok<Page<CountSessionView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<CountSession> sessions = db.CountSessions;
        if (query.Choices("status", CountSession.Statuses) is { Count: > 0 } statuses) sessions = sessions.Where(s => statuses.Contains(s.Status));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) sessions = sessions.Where(s => facilities.Contains(s.FacilityId));
        if (query.Values("assignee") is { Count: > 0 } assignees) sessions = sessions.Where(s => assignees.Contains(s.Assignee!));
        if (query.Values("sessionNo") is { Count: > 0 } numbers) sessions = sessions.Where(s => numbers.Contains(s.SessionNo));
        if (query.Date("scheduledFor") is { } day) sessions = sessions.Where(s => s.ScheduledFor == day);
        if (query.Timestamp("updatedSince") is { } since) sessions = sessions.Where(s => s.UpdatedAt >= since);

        var total = await sessions.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            sessions = sessions.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await sessions.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, s => CountSessionView.From(s, null, s.HidesBooks()), s => [s.CreatedAt.ToString("O"), $"{s.Id}"]);
    }
}
