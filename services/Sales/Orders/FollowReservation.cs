using Atlas.Contracts.Inventory;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

/// <summary>A reservation for an order has changed, for example because stock came for what waited: the order's lines follow, by its version.</summary>
sealed class FollowReservation(SalesDb db, TimeProvider time) : IConsumer<ReservationChanged>
{
    public async Task Consume(ConsumeContext<ReservationChanged> context)
    {
        var (news, ct) = (context.Message, context.CancellationToken);
        if (news.DemandType != SalesOrder.DemandType) return;
        // Usually the outcome has said so already: then there is no need to lock and read the whole order.
        if (await db.Holds.AnyAsync(hold => hold.ReservationId == news.ReservationId && hold.ReservationVersion >= news.Version, ct)) return;
        if (await db.LockSalesOrderAsync(news.DemandId, ct) is not { } order) return;
        if (!order.Follow(new HeldStock(news.ReservationId, news.DemandLineId, news.OpenQty + news.AllocatedQty, news.AllocatedQty, news.BackorderedQty, news.Version))) return;

        // What is pending announces all of it when it is settled.
        if (order.Pending is null)
        {
            order.Touch(time.GetUtcNow());
            db.Announce(order, "reservation_changed");
        }

        await db.SaveChangesAsync(ct);
    }
}
