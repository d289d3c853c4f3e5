using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atlas.Persistence.Inbox;

/// <summary>Says that a consumer has done what a message asks. Committed with the effect, so that the effect happens once.</summary>
sealed class InboxReceipt
{
    public required string Consumer { get; init; }
    public required Guid MessageId { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }

    public static void Map(EntityTypeBuilder<InboxReceipt> table)
    {
        table.ToTable("inbox");
        table.HasKey(r => new { r.Consumer, r.MessageId });
        table.Property(r => r.ReceivedAt).HasDefaultValueSql("now()");
        table.HasIndex(r => r.ReceivedAt); // Old receipts are cleared away.
    }
}
