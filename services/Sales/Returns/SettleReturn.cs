using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using Atlas.Sales.Orders;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

/// <summary>Inventory has said what became of a return: return and order follow, and the request that waits hears so.</summary>
sealed class SettleReturn(SalesDb db, TimeProvider time) : IConsumer<ReceiptPosted>
{
    public async Task Consume(ConsumeContext<ReceiptPosted> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (!Guid.TryParse(outcome.ReceiptId, out var id)) return;
        // Receipts of suppliers' deliveries are told of here too.
        var orderId = await db.Returns.Where(r => r.Id == id).Select(r => (Guid?)r.SalesOrderId).FirstOrDefaultAsync(ct);
        if (orderId is null || await db.LockSalesOrderAsync(orderId.Value, ct) is not { } order) return;
        var back = await db.Returns.Include(r => r.Lines).FirstAsync(r => r.Id == id, ct);
        if (back.Status != SalesReturn.Pending) return;

        var now = time.GetUtcNow();
        if (outcome.IsAccepted)
        {
            back.Post(outcome.TransactionId!.Value, outcome.LedgerSeq!.Value, now);
            order.TakeBack(back);
        }
        else
        {
            back.Reject(outcome.Code!, outcome.Message!, now);
            order.GiveUpReturn(back);
        }

        order.Touch(now);
        db.Publish(back.News(order.OrderNo), back.Id.ToString(), back.Version);
        db.Announce(order, outcome.IsAccepted ? "returned" : "return_rejected");
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, SalesReturn.SignalOf(back.Id), ct);
    }
}
