using Atlas.Contracts.Orders;
using Atlas.Contracts.Production;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Planning;

/// <summary>A brand order was cancelled: the batches that are not complete stop.</summary>
sealed class CancelBatchesOfOrder(ProductionDb db, TimeProvider time) : IConsumer<BrandOrderStatusChanged>
{
    const string Cancelled = "cancelled";

    public async Task Consume(ConsumeContext<BrandOrderStatusChanged> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        if (order.To != Cancelled) return;

        // Locked in the order of their ids, as whoever locks several batches does.
        await db.Database.ExecuteSqlAsync(
            $"select from batches where tenant_id = {db.CurrentTenant} and order_id = {order.OrderId} order by id for update", ct);
        var batches = await db.Batches.Include(b => b.Milestones).Where(b => b.OrderId == order.OrderId).ToListAsync(ct);
        foreach (var batch in batches.Where(batch => batch.CancelWithOrder(time.GetUtcNow())))
            db.Publish(new BatchChanged(batch.Snapshot()), batch.Id, batch.Version);
        await db.SaveChangesAsync(ct);
    }
}
