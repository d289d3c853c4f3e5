using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using Atlas.Sales.Orders;
using Atlas.Sales.Settings;
using MassTransit;

namespace Atlas.Sales.Shipments;

/// <summary>Inventory has said what became of a shipment: shipment and order follow, and the request that waits hears so.</summary>
sealed class SettleShipment(SalesDb db, TimeProvider time) : IConsumer<ShipmentPosted>
{
    public async Task Consume(ConsumeContext<ShipmentPosted> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (outcome.DemandType != SalesOrder.DemandType || !Guid.TryParse(outcome.ShipmentId, out var id)) return;
        if (await db.LockSalesOrderAsync(outcome.DemandId, ct) is not { } order) return;
        if (order.Shipments.Find(s => s.Id == id) is not { Status: Shipment.Pending } shipment) return;

        var now = time.GetUtcNow();
        if (outcome.IsAccepted)
        {
            shipment.Post(outcome.TransactionId!.Value, outcome.LedgerSeq!.Value, outcome.Lines ?? [], now);
            order.TakeOut(shipment, outcome.Holds ?? [], (await db.SettingsAsync(time, ct)).ClosesAt(now));
        }
        else
        {
            shipment.Reject(outcome.Code!, outcome.Message!, now);
            order.GiveUp(shipment);
        }

        order.Touch(now);
        db.Publish(shipment.News(order.OrderNo), shipment.Id.ToString(), shipment.Version);
        db.Announce(order, outcome.IsAccepted ? "shipped" : "shipment_rejected");
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, Shipment.SignalOf(shipment.Id), ct);
    }
}
