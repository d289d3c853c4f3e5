using Atlas.Orders.Batches;
using Atlas.Orders.Conversations;
using Atlas.Orders.Orders;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Portal;

/// <summary>What a brand sees of its orders.</summary>
/// <param name="Slug">The brand, for example <c>summit</c>.</param>
/// <param name="PrimaryColor">As <c>#RRGGBB</c>.</param>
/// <param name="Orders">The newest orders first, at most 100.</param>
/// <param name="OrderCount">How many orders there are in all.</param>
[SnakeCase]
public sealed record PortalView(
    string Slug, string Name, string PrimaryColor, string? LogoUrl, IReadOnlyList<PortalOrderView> Orders, long OrderCount);

/// <summary>An order as its brand sees it.</summary>
/// <param name="OnTime">False once the ship-by day has passed without shipment.</param>
/// <param name="PercentComplete">Milestones reached, over all batches.</param>
/// <param name="Conversation">What was said about it last, newest first, at most 20 messages.</param>
[SnakeCase]
public sealed record PortalOrderView(
    string Id, string Code, string Status, DateOnly ShipBy, int TotalUnits, bool OnTime, int PercentComplete,
    IReadOnlyList<OrderBatchView> Batches, IReadOnlyList<ConversationMessageView> Conversation)
{
    internal static PortalOrderView From(
        BrandOrder order, IReadOnlyList<OrderBatch> batches, IEnumerable<ConversationMessage> conversation, DateTimeOffset now)
    {
        var milestones = batches.SelectMany(batch => batch.Milestones).ToList();
        return new(
            order.Id, order.Code, order.Status, order.ShipBy, order.TotalUnits, order.IsOnTime(now),
            milestones.Count == 0 ? 0 : 100 * milestones.Count(m => m.State is "done" or "skipped") / milestones.Count,
            [.. batches.OrderBy(batch => batch.Code).Select(OrderBatchView.From)], [.. conversation.Select(ConversationMessageView.From)]);
    }
}
