using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Conversations;

static class ConversationTable
{
    public static void Map(ModelBuilder model) => model.Entity<ConversationMessage>(table =>
    {
        table.ToTable("conversation_messages");
        table.IsAppendOnly();
        table.HasKey(m => new { m.TenantId, m.OrderId, m.Id });
        table.HasIndex(m => new { m.TenantId, m.OrderId, m.At, m.Id }); // A conversation in the order it happened.
        table.HasIndex(m => new { m.TenantId, m.OrderId, m.MilestoneRef, m.BatchVersion }).IsUnique(); // One update per change of a milestone.
    });
}
