using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;
using Atlas.Inventory.Transfers;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transactions;

/// <summary>Why a transaction is reversed.</summary>
/// <param name="EffectiveAt">When the reversal takes effect; now when absent.</param>
public sealed record ReverseTransactionRequest(string? Reason, DateTimeOffset? EffectiveAt) : IReadable<ReverseTransactionRequest>
{
    public static bool MayBeAbsent => true;

    public static ReverseTransactionRequest Read(Fields fields) => new(fields.OptionalText("reason", 500), fields.OptionalTimestamp("effectiveAt"));
}

static class ReverseTransaction
{
    /// <summary>Posts the exact mirror of a transaction. Each can be reversed once; a reversal cannot be, nor what a transfer or a count has posted.</summary>
    public static Task<IResult> Handle(Guid transactionId, HttpContext http, Body<ReverseTransactionRequest> body, LedgerWriter ledger) =>
        ledger.RunAsync(http, new Command(transactionId, body.Value) { Actor = Caller.Of(http).Credential });

    sealed class Command(Guid id, ReverseTransactionRequest request) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Transactions.Add(id);
            wanted.AllLayers = true; // What it brought in may not be among the oldest.
            if (request.EffectiveAt is { } at) wanted.HistorySince(at);
        }

        public override LedgerAnswer Run(Book book)
        {
            if (!book.Transactions.TryGetValue(id, out var original)) throw new RefusedException(Error.NotFound("Transaction", $"{id}"));
            var (transaction, lines) = original;
            if (transaction.ReversesTransactionId is not null)
                throw new BrokenRuleException("already_reversed", "A reversal cannot be reversed. Post what is right instead.");
            if (transaction.Type == LedgerTransaction.CostAdjustment)
                throw new BrokenRuleException("invalid_transition", "A cost adjustment follows from another transaction. Reverse or correct that one.");
            if (transaction.Type is "transfer_ship" or "transfer_receive" or "count" || transaction is { Type: "adjustment", SourceType: Transfer.SourceType })
                throw new BrokenRuleException("not_reversible",
                    $"{transaction.TransactionNo} belongs to {transaction.SourceNo}, which would not be true any more. Transfer the stock back, or count it again.");
            if (book.ReversalOf(id) is { } earlier)
                throw new BrokenRuleException("already_reversed", $"{transaction.TransactionNo} is reversed already.",
                    new ErrorDetail(null, "already_reversed", "is reversed", new Dictionary<string, object?> { ["reversedByTransactionId"] = earlier }));

            var draft = new Draft
            {
                Type = transaction.Type == "receipt" ? "receipt_reversal" : "reversal",
                Actor = Actor,
                EffectiveAt = request.EffectiveAt,
                SourceType = transaction.SourceType,
                SourceId = transaction.SourceId,
                SourceNo = transaction.SourceNo,
                Reason = request.Reason ?? $"Reversal of {transaction.TransactionNo}",
                ReversesTransactionId = id,
            };
            draft.Lines.AddRange(lines.Select(l => new DraftLine(
                l.ItemId, l.FacilityId, l.LocationId, l.LocationType, l.LotId, l.SerialNo, StockStatus.Of(l.StatusId), -l.Qty, -l.EnteredQty, l.EnteredUomId,
                null, -(l.Value ?? 0) - (l.Qty > 0 ? book.CorrectionOf(l) : 0))));
            var posted = book.Post(draft);
            book.NoteReversal(id, posted.Transaction.Id);
            return new LedgerAnswer(201, new Envelope<TransactionView>(TransactionView.From(book, posted)), $"/v1/inventory/transactions/{posted.Transaction.Id}");
        }
    }
}
