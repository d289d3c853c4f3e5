using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transactions;

static class GetTransaction
{
    /// <summary>Reads one transaction with all its lines.</summary>
    public static async Task<IResult> Handle(Guid transactionId, InventoryDb db, CancellationToken ct)
    {
        var transaction = await db.Transactions.FirstOrDefaultAsync(t => t.Id == transactionId, ct);
        if (transaction is null) return Error.NotFound("Transaction", $"{transactionId}");
        var reversedBy = await db.Transactions.Where(t => t.ReversesTransactionId == transactionId).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct);
        // The time of posting is part of the condition, so that one partition is looked at.
        var lines = await (
            from line in db.Lines.Where(l => l.LedgerSeq == transaction.LedgerSeq && l.PostedAt == transaction.PostedAt)
            join item in db.Items on line.ItemId equals item.Id into items
            from item in items.DefaultIfEmpty()
            join lot in db.Lots on line.LotId equals lot.Id into lots
            from lot in lots.DefaultIfEmpty()
            orderby line.LineNo
            select new { line, item.ItemNo, lot.LotNo }).ToListAsync(ct);
        return Reply.Ok(TransactionView.From(transaction, reversedBy, [.. lines.Select(l => TransactionLineView.From(l.line, l.ItemNo, l.LotNo))]));
    }
}
