using Atlas.Procurement.PurchaseOrders;
using Atlas.Procurement.Receipts;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>A supplier return, its order, which is locked, and the order's receipts.</summary>
sealed record LockedSupplierReturn(PurchaseOrder Order, SupplierReturn Return, IReadOnlyList<Receipt> Receipts)
{
    /// <summary>How much goes back of each line of the receipts, in base units, with the line of the return that names it first.</summary>
    IEnumerable<(SupplierReturnLine First, decimal BaseQty, Receipt Receipt, ReceiptLine From)> Parts() =>
        Return.InOrder.GroupBy(line => (line.ReceiptId, line.ReceiptLineNo)).Select(lines =>
        {
            var receipt = Receipts.First(r => r.Id == lines.Key.ReceiptId);
            return (lines.First(), lines.Sum(line => line.BaseQty), receipt, receipt.Lines.First(line => line.LineNo == lines.Key.ReceiptLineNo));
        });

    /// <summary>
    /// Refuses what is more than was received and has not gone back yet. Under the order's lock, and counting what is not settled: so no two
    /// returns can both take the last of it.
    /// </summary>
    /// <exception cref="BrokenRuleException"><c>receipt_not_posted</c>, <c>over_return</c>.</exception>
    public void CheckLeft()
    {
        foreach (var (first, qty, receipt, from) in Parts())
        {
            if (receipt.Status != Receipt.Posted)
                throw new BrokenRuleException("receipt_not_posted", $"Receipt {receipt.ReceiptNo} is {receipt.Status}: nothing of it can go back.");
            if (qty > from.ReturnableBaseQty)
                throw new BrokenRuleException("over_return", $"Of line {from.LineNo} of {receipt.ReceiptNo} only {from.ReturnableBaseQty:0.######} base units can go back.",
                    new ErrorDetail($"lines[{first.LineNo - 1}].qty", "over_return", "is more than was received and has not gone back", new Dictionary<string, object?>
                    {
                        ["receiptId"] = receipt.Id, ["receiptLineNo"] = from.LineNo, ["receivedBaseQty"] = from.BaseQty,
                        ["returnedBaseQty"] = from.ReturnedBaseQty, ["pendingBaseQty"] = from.PendingReturnBaseQty, ["attemptedBaseQty"] = qty,
                    }));
        }
    }

    /// <summary>It is on its way to be settled.</summary>
    public void Expect()
    {
        foreach (var (_, qty, _, from) in Parts()) from.ExpectReturn(qty);
    }

    /// <summary>It has left: receipts and order follow. What went back does not come again by itself, so nothing is open by it.</summary>
    public void SendBack(DateTimeOffset now)
    {
        foreach (var (_, qty, receipt, from) in Parts())
        {
            receipt.SendBack(from, qty, now);
            Order.Lines.First(line => line.Id == from.PurchaseOrderLineId).SendBack(qty);
        }
    }

    /// <summary>It has not left.</summary>
    public void GiveUp()
    {
        foreach (var (_, qty, _, from) in Parts()) from.GiveUpReturn(qty);
    }
}

static class SupplierReturnLock
{
    /// <summary>
    /// Locks the order that a return belongs to, and reads return and receipts afterwards: the order is what all that happens to its goods
    /// goes by. Null when there is none.
    /// </summary>
    public static async Task<LockedSupplierReturn?> LockSupplierReturnAsync(this ProcurementDb db, Guid id, CancellationToken ct)
    {
        var orderId = await db.SupplierReturns.Where(r => r.Id == id).Select(r => (Guid?)r.PurchaseOrderId).FirstOrDefaultAsync(ct);
        if (orderId is null || await db.LockPurchaseOrderAsync(orderId.Value, ct) is not { } order) return null;
        return new(order, await db.SupplierReturns.Include(r => r.Lines).FirstAsync(r => r.Id == id, ct), await db.ReceiptsOfAsync(order, ct));
    }

    public static Task<List<Receipt>> ReceiptsOfAsync(this ProcurementDb db, PurchaseOrder order, CancellationToken ct) =>
        db.Receipts.Include(r => r.Lines).Where(r => r.PurchaseOrderId == order.Id).AsSplitQuery().ToListAsync(ct);
}
