using Atlas.Contracts.Production;
using MassTransit;

namespace Atlas.Orders.Conversations;

/// <summary>A completion was taken back: the order follows, and its conversation says so beside what it said before.</summary>
sealed class TellOfReopenedMilestone(OrdersDb db, TimeProvider time) : IConsumer<MilestoneReopened>
{
    public async Task Consume(ConsumeContext<MilestoneReopened> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var body = $"{message.Label} is in progress again for batch {message.Batch.Code} ({message.Batch.Factory}). Reason: {message.Reason}";
        await MilestoneUpdate.TellAsync(db, message.Batch, message.MilestoneId, message.ReopenedAt, body, time, ct);
        await db.SaveChangesAsync(ct);
    }
}
