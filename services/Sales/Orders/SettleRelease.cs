using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using MassTransit;

namespace Atlas.Sales.Orders;

/// <summary>Inventory has given up what was held for an order: it is cancelled or closed now, and the request that waits hears so.</summary>
sealed class SettleRelease(SalesDb db, TimeProvider time) : IConsumer<StockReleased>
{
    public async Task Consume(ConsumeContext<StockReleased> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (outcome.DemandType != SalesOrder.DemandType || await db.LockSalesOrderAsync(outcome.DemandId, ct) is not { } order) return;
        if (order.Pending is not { Action: "cancel" or "close" } pending || pending.No != outcome.ActionNo) return;

        order.SettleEnd();
        order.Touch(time.GetUtcNow());
        db.Announce(order, SalesOrderAction.Of(pending.Action).What);
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, SalesOrder.SignalOf(order.Id), ct);
    }
}
