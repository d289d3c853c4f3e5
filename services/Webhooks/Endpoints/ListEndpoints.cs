using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

static class ListEndpoints
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "enabled");

    /// <summary>Lists the endpoints, newest first.</summary>
    public static async Task<Ok<Page<EndpointView>>> Handle(HttpContext http, WebhooksDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var endpoints = db.Endpoints.AsQueryable();
        if (query.Value("enabled") is { } enabled)
            endpoints = bool.TryParse(enabled, out var wanted) ? endpoints.Where(e => e.Enabled == wanted)
                : throw new RefusedException(Error.InvalidParameter("enabled", "enabled must be true or false."));
        var total = await endpoints.LongCountAsync(ct);
        if (query.After is [var last]) endpoints = endpoints.Where(e => e.Id < Guid.Parse(last));
        var rows = await endpoints.OrderByDescending(e => e.Id).Skip(query.Offset).Take(query.Limit + 1)
            .Join(db.Lanes, e => e.Id, l => l.EndpointId, (endpoint, lane) => new { endpoint, lane })
            .OrderByDescending(row => row.endpoint.Id).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, row => EndpointView.From(row.endpoint, row.lane), row => [row.endpoint.Id.ToString()]);
    }
}
