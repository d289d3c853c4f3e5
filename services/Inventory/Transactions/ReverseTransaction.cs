using Atlas.Inventory.Documents;
using Atlas.Inventory.Ledger;
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
    /// <summary>Posts the exact mirror of a transaction. Each can be reversed once; a reversal cannot be, nor what a document of another service, a transfer or a count has posted.</summary>
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
            var transaction = original.Transaction;
            if (transaction.Type is "transfer_ship" or "transfer_receive" or "count" || transaction is { Type: "adjustment", SourceType: Transfer.SourceType })
                throw new BrokenRuleException("not_reversible",
                    $"{transaction.TransactionNo} belongs to {transaction.SourceNo}, which would not be true any more. Transfer the stock back, or count it again.");
            if (transaction is { Type: "receipt", SourceType: "receipt" })
                throw new BrokenRuleException("not_reversible",
                    $"{transaction.TransactionNo} was posted for receipt {transaction.SourceNo}. Reverse the receipt: that reverses this, and its order follows.");
            if (transaction.SourceType is PostShipmentOfDocument.Shipment or PostShipmentOfDocument.SupplierReturn or PostReceiptOfDocument.CustomerReturn)
                throw new BrokenRuleException("not_reversible",
                    $"{transaction.TransactionNo} was posted for {transaction.SourceNo}, which would not be true any more. Take what came back in as a return.");
            if (transaction is { SourceType: PostProductionOfDocument.WorkOrder })
                throw new BrokenRuleException("not_reversible",
                    $"{transaction.TransactionNo} was posted for work order {transaction.SourceNo}. Reverse its completion there: the order then follows.");
            var posted = Mirror.Post(book, id, Actor, request.Reason, request.EffectiveAt);
            return new LedgerAnswer(201, new Envelope<TransactionView>(TransactionView.From(book, posted)), $"/v1/inventory/transactions/{posted.Transaction.Id}");
        }
    }
}
