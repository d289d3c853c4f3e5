using Atlas.Contracts.Orders;
using Atlas.Contracts.Production;
using Atlas.Webhooks.Events.Data;
using MassTransit;

namespace Atlas.Webhooks.Events;

/// <summary>Turns what the other services announce into events for subscribers. One queue, so that an order's events stay close to their order.</summary>
sealed class TellSubscribers(EventLog log) :
    IConsumer<BrandOrderReceived>, IConsumer<BrandOrderStatusChanged>, IConsumer<BrandOrderProductionCompleted>,
    IConsumer<BatchPlanned>, IConsumer<MilestoneCompleted>, IConsumer<MilestoneReopened>
{
    public Task Consume(ConsumeContext<BrandOrderReceived> context) => TellOfOrderAsync(context,
        EventTypes.OrderReceived, context.Message.OrderId, context.Message.ReceivedAt, OrderReceivedData.From(context.Message));

    public Task Consume(ConsumeContext<BrandOrderStatusChanged> context) => TellOfOrderAsync(context,
        EventTypes.OrderStatusChanged, context.Message.OrderId, context.Message.ChangedAt, OrderStatusChangedData.Of(context.Message));

    public Task Consume(ConsumeContext<BrandOrderProductionCompleted> context) => TellOfOrderAsync(context,
        EventTypes.OrderProductionCompleted, context.Message.OrderId, context.Message.CompletedAt, OrderProductionCompletedData.From(context.Message));

    public Task Consume(ConsumeContext<BatchPlanned> context) => TellOfBatchAsync(context,
        EventTypes.BatchPlanned, context.Message.Batch, context.Message.Batch.UpdatedAt, BatchData.From(context.Message.Batch));

    public Task Consume(ConsumeContext<MilestoneCompleted> context) => TellOfBatchAsync(context,
        EventTypes.MilestoneCompleted, context.Message.Batch, context.Message.CompletedAt, MilestoneCompletedData.From(context.Message));

    public Task Consume(ConsumeContext<MilestoneReopened> context) => TellOfBatchAsync(context,
        EventTypes.MilestoneReopened, context.Message.Batch, context.Message.ReopenedAt, MilestoneReopenedData.From(context.Message));

    Task TellOfOrderAsync(ConsumeContext context, string type, string orderId, DateTimeOffset at, object data) => log.RecordAsync(
        new EventToTell(type, orderId, orderId, $"/api/v1/orders/{orderId}", at, data), context.CancellationToken);

    // A batch is read as part of its order, and its events are numbered with the order's.
    Task TellOfBatchAsync(ConsumeContext context, string type, BatchSnapshot batch, DateTimeOffset at, object data) => log.RecordAsync(
        new EventToTell(type, batch.OrderId, batch.Id, $"/api/v1/orders/{batch.OrderId}", at, data), context.CancellationToken);
}
