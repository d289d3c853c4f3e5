using Atlas.Contracts.Orders;
using Atlas.Contracts.Production;
using Atlas.Orders.Orders;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Batches;

/// <summary>Brings what Production says of a batch into its order: the copy of the batch, and the order's status.</summary>
static class FollowBatch
{
    /// <summary>Takes over the batch, and announces what changes about the order. Does not save.</summary>
    /// <returns>The order; null when there is none, as for a batch that was planned without one.</returns>
    public static async Task<BrandOrder?> ApplyAsync(OrdersDb db, BatchSnapshot snapshot, TimeProvider time, CancellationToken ct)
    {
        // Locked first: news of several batches of one order come side by side and are taken one after another.
        var order = await db.Orders
            .FromSql($"select * from orders where tenant_id = {db.CurrentTenant} and id = {snapshot.OrderId} for update")
            .FirstOrDefaultAsync(ct);
        if (order is null) return null;

        var batches = await db.Batches.Where(b => b.OrderId == order.Id).ToListAsync(ct);
        var batch = batches.Find(b => b.BatchId == snapshot.Id);
        if (batch is null)
        {
            batch = OrderBatch.Of(snapshot);
            batches.Add(batch);
            db.Add(batch);
        }
        else
        {
            batch.Follow(snapshot);
        }

        var (before, now) = (order.Status, time.GetUtcNow());
        if (order.Follow(batch, now))
            db.Publish(new BrandOrderStatusChanged(order.Id, order.Code, order.BrandSlug, before, order.Status, now, Reason: null,
                order.Version), order.Id, order.Version);
        if (order.CompleteProduction(batches, now))
            db.Publish(new BrandOrderProductionCompleted(order.Id, order.Code, order.BrandSlug, now, order.BatchIds, order.Version),
                order.Id, order.Version);
        return order;
    }
}
