using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using Atlas.Procurement.PurchaseOrders;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

/// <summary>Inventory has said what became of a receipt: receipt and order follow, and the request that waits hears so.</summary>
sealed class SettleReceipt(ProcurementDb db, TimeProvider time) : IConsumer<ReceiptPosted>
{
    public async Task Consume(ConsumeContext<ReceiptPosted> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (await db.LockReceiptAsync(outcome.ReceiptId, ct) is not var (order, receipt) || receipt.Status != Receipt.Pending) return;

        var now = time.GetUtcNow();
        if (outcome.IsAccepted)
        {
            receipt.Post(outcome.TransactionId!.Value, outcome.LedgerSeq!.Value, now);
            order.TakeIn(receipt.ByLine());
        }
        else
        {
            receipt.Reject(outcome.Code!, outcome.Message!, now);
            order.GiveUp(receipt.ByLine());
        }

        order.Touch(now);
        db.Announce(receipt, order);
        db.Announce(order, outcome.IsAccepted ? "received" : "receipt_rejected");
        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, Receipt.SignalOf(receipt.Id), ct);
    }
}

/// <summary>Inventory has said what became of a receipt's reversal.</summary>
sealed class SettleReceiptReversal(ProcurementDb db, TimeProvider time) : IConsumer<ReceiptReversed>
{
    public async Task Consume(ConsumeContext<ReceiptReversed> context)
    {
        var (outcome, ct) = (context.Message, context.CancellationToken);
        if (await db.LockReceiptAsync(outcome.ReceiptId, ct) is not var (order, receipt) || receipt.Status != Receipt.Reversing
            || receipt.ReversalNo != outcome.ReversalNo) return;

        var now = time.GetUtcNow();
        if (outcome.IsAccepted)
        {
            receipt.Reverse(outcome.TransactionId!.Value, now);
            order.TakeBack(receipt.ByLine());
            order.Touch(now);
            db.Announce(receipt, order);
            db.Announce(order, "receipt_reversed");
        }
        else
        {
            receipt.RefuseReversal(outcome.Code!, outcome.Message!, now);
        }

        await db.SaveChangesAsync(ct);
        await ChangeSignals.SignalAsync(db, Receipt.SignalOf(receipt.Id), ct);
    }
}

static class LockedReceipt
{
    /// <summary>Locks the order that a receipt belongs to and reads both: the order is what all that happens to it goes by. Null when there is none.</summary>
    public static async Task<(PurchaseOrder Order, Receipt Receipt)?> LockReceiptAsync(this ProcurementDb db, string receiptId, CancellationToken ct)
    {
        if (!Guid.TryParse(receiptId, out var id)) return null;
        var orderId = await db.Receipts.Where(r => r.Id == id).Select(r => (Guid?)r.PurchaseOrderId).FirstOrDefaultAsync(ct);
        if (orderId is null || await db.LockPurchaseOrderAsync(orderId.Value, ct) is not { } order) return null;
        return (order, await db.Receipts.Include(r => r.Lines).FirstAsync(r => r.Id == id, ct));
    }

    /// <summary>How much came on each line of the order, in base units.</summary>
    public static IEnumerable<(Guid LineId, decimal BaseQty)> ByLine(this Receipt receipt) =>
        receipt.Lines.GroupBy(line => line.PurchaseOrderLineId).Select(lines => (lines.Key, lines.Sum(line => line.BaseQty)));
}
