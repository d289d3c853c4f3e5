using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Events;

static class EventTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WebhookEvent>(table =>
        {
            table.ToTable("events");
            table.HasKey(e => new { e.TenantId, e.Id });
            table.HasIndex(e => new { e.TenantId, e.OrderingKey, e.Sequence }).IsUnique(); // The promise of gapless numbers.
            table.IsAppendOnly();
        });
        model.Entity<EventSequence>(table =>
        {
            table.ToTable("event_sequences");
            table.HasKey(s => new { s.TenantId, s.OrderingKey });
        });
    }
}
