using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Deliveries;

static class DeliveryTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Delivery>(table =>
        {
            table.ToTable("deliveries");
            table.HasKey(d => new { d.TenantId, d.Id }); // UUIDv7: also the order of the list.
            table.HasIndex(d => new { d.TenantId, d.EndpointId, d.EventId }).IsUnique(); // One per event and endpoint.
            table.HasIndex(d => new { d.TenantId, d.EventId }); // The deliveries of an event.
            table.HasIndex(d => new { d.TenantId, d.EndpointId, d.NextAttemptAt })
                .HasFilter("next_attempt_at is not null"); // What the dispatcher claims.
            table.HasIndex(d => new { d.TenantId, d.EndpointId, d.LeaseUntil })
                .HasFilter("lease_until is not null"); // What is in flight.
            table.HasIndex(d => new { d.TenantId, d.EndpointId, d.OrderingKey, d.Sequence })
                .HasFilter("status <> 'delivered'"); // What waits for whom where order is kept.
        });
        model.Entity<Attempt>(table =>
        {
            table.ToTable("attempts");
            table.HasKey(a => new { a.TenantId, a.DeliveryId, a.Number });
            table.IsAppendOnly();
        });
    }
}
