using Atlas.Contracts.Production;
using Atlas.Orders.Batches;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Conversations;

/// <summary>A milestone was completed: the order follows, and its conversation gets one update.</summary>
sealed class TellOfCompletedMilestone(OrdersDb db, TimeProvider time) : IConsumer<MilestoneCompleted>
{
    public async Task Consume(ConsumeContext<MilestoneCompleted> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var order = await FollowBatch.ApplyAsync(db, message.Batch, time, ct);
        var milestone = $"{message.Batch.Id}/{message.MilestoneId}";
        // The order is locked, so nobody else can be adding the same update.
        if (order is not null && !await db.Conversations.AnyAsync(m => m.OrderId == order.Id && m.MilestoneRef == milestone, ct))
        {
            var now = time.GetUtcNow();
            db.Add(new ConversationMessage
            {
                OrderId = order.Id,
                Id = Guid.CreateVersion7(now),
                At = message.CompletedAt,
                AuthorRole = ConversationMessage.ByAtlas,
                AuthorName = "Atlas",
                Body = Say(message),
                Kind = ConversationMessage.AutoUpdate,
                MilestoneRef = milestone,
                CreatedAt = now,
            });
        }

        await db.SaveChangesAsync(ct);
    }

    static string Say(MilestoneCompleted message)
    {
        var by = message.CompletedBy is null ? "" : $" by {message.CompletedBy}";
        var notes = message.Notes is null ? "" : $" Note: {message.Notes}";
        return $"{message.Label} completed for batch {message.Batch.Code} ({message.Batch.Factory}){by}.{notes}";
    }
}
