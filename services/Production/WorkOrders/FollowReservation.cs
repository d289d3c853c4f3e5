using Atlas.Contracts.Inventory;
using MassTransit;

namespace Atlas.Production.WorkOrders;

/// <summary>A reservation of a work order changed, for example because stock came for what was missing: the order follows.</summary>
sealed class FollowReservation(ProductionDb db, TimeProvider time) : IConsumer<ReservationChanged>
{
    // What follows from actions of the order itself is announced with these.
    static readonly string[] Own = ["created", "fulfilled"];

    public async Task Consume(ConsumeContext<ReservationChanged> context)
    {
        var (told, ct) = (context.Message, context.CancellationToken);
        if (told.DemandType != WorkOrder.DemandOfInventory || !Guid.TryParse(told.DemandId, out var id) || !Guid.TryParse(told.DemandLineId, out var line)) return;
        if (await db.LockWorkOrderAsync(id, ct) is not { } order || order.Requirements.Find(requirement => requirement.Id == line) is not { } requirement) return;
        if (requirement.Follow(told) && !Own.Contains(told.What))
        {
            order.Touch(time.GetUtcNow());
            db.Announce(order, "reservation_changed");
        }

        await db.SaveChangesAsync(ct);
    }
}
