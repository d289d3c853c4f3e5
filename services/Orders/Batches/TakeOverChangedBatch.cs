using Atlas.Contracts.Production;
using MassTransit;

namespace Atlas.Orders.Batches;

/// <summary>A batch changed otherwise, for example because it was cancelled: the order's copy follows.</summary>
sealed class TakeOverChangedBatch(OrdersDb db, TimeProvider time) : IConsumer<BatchChanged>
{
    public async Task Consume(ConsumeContext<BatchChanged> context)
    {
        await FollowBatch.ApplyAsync(db, context.Message.Batch, time, context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
