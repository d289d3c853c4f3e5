using System.Diagnostics;
using Atlas.Webhooks.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Events;

/// <summary>Something that subscribers are told of.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="OrderingKey">What its sequence counts, for example the order's id.</param>
/// <param name="ResourceId">What it is about, for example the batch's id.</param>
/// <param name="Path">Where that can be read, for example <c>/api/v1/orders/ord-001</c>.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Data">Written as the <c>data</c> of the body.</param>
sealed record EventToTell(
    string Type, string OrderingKey, string ResourceId, string Path, DateTimeOffset OccurredAt, object Data);

/// <summary>Takes an event in: its number, its bytes, and a delivery for each endpoint that wants it, in the current transaction.</summary>
sealed class EventLog(WebhooksDb db, WebhookSettings settings, TimeProvider time)
{
    /// <summary>Records the event for all enabled endpoints that listen to its type.</summary>
    public async Task RecordAsync(EventToTell happened, CancellationToken ct, Guid? notFor = null)
    {
        var endpoints = await db.Endpoints.AsNoTracking()
            .Where(e => e.Enabled && e.Id != notFor && (e.EventTypes.Length == 0 || e.EventTypes.Contains(happened.Type)))
            .Select(e => e.Id).ToListAsync(ct);
        await RecordAsync(happened, endpoints, ct);
    }

    /// <summary>Records the event for one endpoint, whatever it listens to.</summary>
    public async Task<Delivery> RecordForAsync(Endpoint endpoint, EventToTell happened, CancellationToken ct) =>
        (await RecordAsync(happened, [endpoint.Id], ct))[0];

    async Task<IReadOnlyList<Delivery>> RecordAsync(EventToTell happened, IReadOnlyList<Guid> endpoints, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = EventIds.New();
        var (sequence, databaseNow) = await EventSequence.NextAsync(db, happened.OrderingKey, ct);
        var (body, thinBody) = EventBodies.Write(id, sequence, happened, settings.PublicUrl);
        db.Events.Add(new WebhookEvent
        {
            Id = id,
            Type = happened.Type,
            OrderingKey = happened.OrderingKey,
            Sequence = sequence,
            OccurredAt = happened.OccurredAt,
            ReceivedAt = now,
            Body = body,
            ThinBody = thinBody,
            TraceParent = Activity.Current?.Id,
        });
        List<Delivery> deliveries = [];
        foreach (var endpoint in endpoints)
        {
            var delivery = new Delivery
            {
                Id = Guid.CreateVersion7(),
                EventId = id,
                EventType = happened.Type,
                EndpointId = endpoint,
                OrderingKey = happened.OrderingKey,
                Sequence = sequence,
                NextAttemptAt = databaseNow + settings.RetrySchedule[0],
                CreatedAt = now,
            };
            deliveries.Add(delivery);
            db.Deliveries.Add(delivery);
            db.WakeAfterCommit(endpoint);
        }

        await db.SaveChangesAsync(ct);
        return deliveries;
    }
}
