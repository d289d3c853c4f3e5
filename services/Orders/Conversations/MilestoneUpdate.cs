using Atlas.Contracts.Production;
using Atlas.Orders.Batches;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Conversations;

/// <summary>What the conversation about an order says by itself when a milestone moves.</summary>
static class MilestoneUpdate
{
    /// <summary>Lets the order follow its batch, and adds the message once. Does not save.</summary>
    public static async Task TellAsync(
        OrdersDb db, BatchSnapshot batch, string milestoneId, DateTimeOffset at, string body, TimeProvider time, CancellationToken ct)
    {
        var order = await FollowBatch.ApplyAsync(db, batch, time, ct);
        var milestone = $"{batch.Id}/{milestoneId}";
        // The order is locked, so nobody else can be adding the same update.
        if (order is null || await db.Conversations.AnyAsync(
                m => m.OrderId == order.Id && m.MilestoneRef == milestone && m.BatchVersion == batch.Version, ct)) return;

        var now = time.GetUtcNow();
        db.Add(new ConversationMessage
        {
            OrderId = order.Id,
            Id = Guid.CreateVersion7(now),
            At = at,
            AuthorRole = ConversationMessage.ByAtlas,
            AuthorName = "Atlas",
            Body = body,
            Kind = ConversationMessage.AutoUpdate,
            MilestoneRef = milestone,
            BatchVersion = batch.Version,
            CreatedAt = now,
        });
    }
}
