using Atlas.Contracts.Production;
using MassTransit;

namespace Atlas.Orders.Conversations;

/// <summary>A milestone was completed: the order follows, and its conversation gets one update.</summary>
sealed class TellOfCompletedMilestone(OrdersDb db, TimeProvider time) : IConsumer<MilestoneCompleted>
{
    public async Task Consume(ConsumeContext<MilestoneCompleted> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        await MilestoneUpdate.TellAsync(db, message.Batch, message.MilestoneId, message.CompletedAt, Say(message), time, ct);
        await db.SaveChangesAsync(ct);
    }

    static string Say(MilestoneCompleted message)
    {
        var by = message.CompletedBy is null ? "" : $" by {message.CompletedBy}";
        var notes = message.Notes is null ? "" : $" Note: {message.Notes}";
        return $"{message.Label} completed for batch {message.Batch.Code} ({message.Batch.Factory}){by}.{notes}";
    }
}
