using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using MassTransit;

namespace Atlas.Sales.Orders;

/// <summary>Inventory has reserved what an order asked for, or refused it: the order follows, and the request that waits hears so.</summary>
sealed class SettleReservation(SalesDb db, TimeProvider time) : IConsumer<StockReserved>
{
    public async Task Consume(ConsumeContext<StockReserved> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (outcome.DemandType != SalesOrder.DemandType || await db.LockSalesOrderAsync(outcome.DemandId, ct) is not { } order) return;
        if (order.Pending is not { Action: "open" or "amend" } pending || pending.No != outcome.ActionNo) return;

        var now = time.GetUtcNow();
        order.Touch(now);
        if (outcome.IsAccepted)
        {
            order.Settle(outcome.Holds ?? []);
            db.Announce(order, SalesOrderAction.Of(pending.Action).What);
        }
        else
        {
            order.Refuse(outcome.Code!, outcome.Message!,
                [.. (outcome.Shortages ?? []).Select(s => new Shortage(Guid.Parse(s.LineId), s.ItemId, s.FacilityId, s.RequestedQty, s.AvailableQty))], now);
        }

        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, SalesOrder.SignalOf(order.Id), ct);
    }
}
