using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Deliveries;

static class ListDeliveries
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "endpointId", "eventId", "eventType", "orderingKey", "status", "from", "to");

    /// <summary>Lists the deliveries, newest first.</summary>
    /// <remarks><c>from</c> and <c>to</c> bound <c>createdAt</c>: from the first, up to but without the second.</remarks>
    public static async Task<Ok<Page<DeliveryView>>> Handle(HttpContext http, WebhooksDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var deliveries = Filter(db.Deliveries, query);
        var total = await deliveries.LongCountAsync(ct);
        if (query.After is [var last]) deliveries = deliveries.Where(d => d.Id < Guid.Parse(last));
        var rows = await deliveries.OrderByDescending(d => d.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, DeliveryView.From, d => [d.Id.ToString()]);
    }

    static IQueryable<Delivery> Filter(IQueryable<Delivery> deliveries, ListQuery query)
    {
        if (query.Values("endpointId") is { Count: > 0 } endpoints)
        {
            var ids = endpoints.Select(text => Guid.TryParse(text, out var id) ? id
                : throw new RefusedException(Error.InvalidParameter("endpointId", "endpointId must be the id of an endpoint."))).ToList();
            deliveries = deliveries.Where(d => ids.Contains(d.EndpointId));
        }

        if (query.Values("status") is { Count: > 0 } statuses)
        {
            if (statuses.FirstOrDefault(status => !Delivery.Statuses.Contains(status)) is { } unknown)
                throw new RefusedException(Error.BadRequest("invalid_value", $"'{unknown}' is not a status.",
                    new ErrorDetail("status", "invalid_value", $"Known: {string.Join(", ", Delivery.Statuses)}.",
                        new Dictionary<string, object?> { ["allowed"] = Delivery.Statuses })));
            deliveries = deliveries.Where(d => statuses.Contains(d.Status));
        }

        if (query.Values("eventId") is { Count: > 0 } events) deliveries = deliveries.Where(d => events.Contains(d.EventId));
        if (query.Values("eventType") is { Count: > 0 } types) deliveries = deliveries.Where(d => types.Contains(d.EventType));
        if (query.Values("orderingKey") is { Count: > 0 } keys) deliveries = deliveries.Where(d => keys.Contains(d.OrderingKey));
        if (query.Timestamp("from") is { } from) deliveries = deliveries.Where(d => d.CreatedAt >= from);
        if (query.Timestamp("to") is { } to) deliveries = deliveries.Where(d => d.CreatedAt < to);
        return deliveries;
    }
}
