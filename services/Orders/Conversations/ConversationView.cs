using Atlas.ServiceDefaults;

namespace Atlas.Orders.Conversations;

/// <summary>A message in the conversation about an order.</summary>
/// <param name="At">When it happened; for an update, when the milestone was completed.</param>
/// <param name="AuthorRole"><c>manufacturer</c>, <c>brand</c> or <c>system</c>.</param>
/// <param name="Kind"><c>message</c> when somebody wrote it, <c>auto_update</c> when Atlas did.</param>
/// <param name="MilestoneRef">Batch and milestone of an update, for example <c>batch-001/m3</c>.</param>
[SnakeCase]
public sealed record ConversationMessageView(
    Guid Id, string OrderId, DateTimeOffset At, string AuthorRole, string AuthorName, string Body, string Kind,
    string? MilestoneRef, DateTimeOffset CreatedAt)
{
    internal static ConversationMessageView From(ConversationMessage message) => new(
        message.Id, message.OrderId, message.At, message.AuthorRole, message.AuthorName, message.Body, message.Kind,
        message.MilestoneRef, message.CreatedAt);
}
