using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using MassTransit;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Inventory has said what became of a supplier return: return, receipts and order follow, and the request that waits hears so.</summary>
sealed class SettleSupplierReturn(ProcurementDb db, TimeProvider time) : IConsumer<ShipmentPosted>
{
    public async Task Consume(ConsumeContext<ShipmentPosted> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        // Shipments to customers are told of here too.
        if (outcome.DemandType != ShipSupplierReturn.DemandType || !Guid.TryParse(outcome.ShipmentId, out var id)) return;
        if (await db.LockSupplierReturnAsync(id, ct) is not { } locked) return;
        var back = locked.Return;
        if (back.Status != SupplierReturn.Shipping || back.ShippingNo != outcome.ActionNo) return;

        var now = time.GetUtcNow();
        if (outcome.IsAccepted)
        {
            back.Ship(outcome.TransactionId!.Value, outcome.LedgerSeq!.Value, now);
            locked.SendBack(now);
            locked.Order.Touch(now);
            db.Announce(locked.Order, "returned");
        }
        else
        {
            back.RefuseShipping(outcome.Code!, outcome.Message!, now);
            locked.GiveUp();
        }

        db.Announce(locked, outcome.IsAccepted ? "shipped" : "shipping_refused");
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, SupplierReturn.SignalOf(back.Id), ct);
    }
}
