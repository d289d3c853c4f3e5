using Atlas.Contracts.Production;
using MassTransit;

namespace Atlas.Orders.Batches;

/// <summary>A batch was planned: the order knows it from now on, and is in production.</summary>
sealed class TakeOverPlannedBatch(OrdersDb db, TimeProvider time) : IConsumer<BatchPlanned>
{
    public async Task Consume(ConsumeContext<BatchPlanned> context)
    {
        await FollowBatch.ApplyAsync(db, context.Message.Batch, time, context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
