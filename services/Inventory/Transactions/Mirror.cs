using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transactions;

/// <summary>Reversals: a transaction is never changed, its exact mirror is posted.</summary>
static class Mirror
{
    /// <summary>Posts the mirror of a transaction that is on the book.</summary>
    /// <exception cref="BrokenRuleException"><c>already_reversed</c>.</exception>
    public static (LedgerTransaction Transaction, List<LedgerLine> Lines) Post(Book book, Guid id, string actor, string? reason, DateTimeOffset? effectiveAt)
    {
        var (transaction, lines) = book.Transactions[id];
        if (transaction.ReversesTransactionId is not null)
            throw new BrokenRuleException("already_reversed", "A reversal cannot be reversed. Post what is right instead.");
        if (transaction.Type == LedgerTransaction.CostAdjustment)
            throw new BrokenRuleException("invalid_transition", "A cost adjustment follows from another transaction. Reverse or correct that one.");
        if (book.ReversalOf(id) is { } earlier)
            throw new BrokenRuleException("already_reversed", $"{transaction.TransactionNo} is reversed already.",
                new ErrorDetail(null, "already_reversed", "is reversed", new Dictionary<string, object?> { ["reversedByTransactionId"] = earlier }));

        var draft = new Draft
        {
            Type = transaction.Type == "receipt" ? "receipt_reversal" : "reversal",
            Actor = actor,
            EffectiveAt = effectiveAt,
            SourceType = transaction.SourceType,
            SourceId = transaction.SourceId,
            SourceNo = transaction.SourceNo,
            Reason = reason ?? $"Reversal of {transaction.TransactionNo}",
            ReversesTransactionId = id,
        };
        draft.Lines.AddRange(lines.Select(l => new DraftLine(
            l.ItemId, l.FacilityId, l.LocationId, l.LocationType, l.LotId, l.SerialNo, StockStatus.Of(l.StatusId), -l.Qty, -l.EnteredQty, l.EnteredUomId,
            null, -(l.Value ?? 0) - (l.Qty > 0 ? book.CorrectionOf(l) : 0))));
        var posted = book.Post(draft);
        book.NoteReversal(id, posted.Transaction.Id);
        return posted;
    }
}
