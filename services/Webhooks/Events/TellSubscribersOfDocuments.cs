using Atlas.Contracts.Procurement;
using Atlas.Contracts.Production;
using Atlas.Contracts.Sales;
using Atlas.Webhooks.Events.Data;
using MassTransit;

namespace Atlas.Webhooks.Events;

/// <summary>
/// Turns what happens to the documents of trade and production into events for subscribers. What belongs to an order, for example a receipt,
/// is numbered with the order's events.
/// </summary>
sealed class TellSubscribersOfDocuments(EventLog log) :
    IConsumer<PurchaseOrderChanged>, IConsumer<ReceiptChanged>, IConsumer<SupplierReturnChanged>,
    IConsumer<SalesOrderChanged>, IConsumer<ShipmentChanged>, IConsumer<SalesReturnChanged>, IConsumer<WorkOrderChanged>
{
    public Task Consume(ConsumeContext<PurchaseOrderChanged> context) => TellAsync(context, "purchase_order", context.Message.What,
        context.Message.Id, context.Message.Id, "procurement/purchase-orders", context.Message.At, PurchaseOrderData.From(context.Message));

    public Task Consume(ConsumeContext<ReceiptChanged> context) => TellAsync(context, "receipt", context.Message.What,
        context.Message.PurchaseOrderId, context.Message.Id, "procurement/receipts", context.Message.At, ReceiptData.From(context.Message));

    public Task Consume(ConsumeContext<SupplierReturnChanged> context) => TellAsync(context, "supplier_return", context.Message.What,
        context.Message.PurchaseOrderId, context.Message.Id, "procurement/supplier-returns", context.Message.At, SupplierReturnData.From(context.Message));

    public Task Consume(ConsumeContext<SalesOrderChanged> context) => TellAsync(context, "sales_order", context.Message.What,
        context.Message.Id, context.Message.Id, "sales/orders", context.Message.At, SalesOrderData.From(context.Message));

    public Task Consume(ConsumeContext<ShipmentChanged> context) => TellAsync(context, "shipment", context.Message.What,
        context.Message.SalesOrderId, context.Message.Id, "sales/shipments", context.Message.At, ShipmentData.From(context.Message));

    public Task Consume(ConsumeContext<SalesReturnChanged> context) => TellAsync(context, "sales_return", context.Message.What,
        context.Message.SalesOrderId, context.Message.Id, "sales/returns", context.Message.At, SalesReturnData.From(context.Message));

    public Task Consume(ConsumeContext<WorkOrderChanged> context) => TellAsync(context, "work_order", context.Message.What,
        context.Message.Id, context.Message.Id, "production/work-orders", context.Message.At, WorkOrderData.From(context.Message));

    Task TellAsync(ConsumeContext context, string document, string what, Guid order, Guid id, string path, DateTimeOffset at, object data) =>
        EventTypes.Of(document, what) is { } type
            ? log.RecordAsync(new EventToTell(type, $"{order}", $"{id}", $"/v1/{path}/{id}", at, data), context.CancellationToken)
            : Task.CompletedTask;
}
