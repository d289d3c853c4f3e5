using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Transactions;
using Atlas.ServiceDefaults;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>A receipt was wrong: the mirror of what it posted is posted, once.</summary>
sealed class ReverseReceiptOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<ReverseReceipt>
{
    public Task Consume(ConsumeContext<ReverseReceipt> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(ReverseReceipt reversal)
        : DocumentCommand("receipt", reversal.ReceiptId, $"reverse:{reversal.ReversalNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            wanted.Transactions.Add(reversal.TransactionId);
            wanted.AllLayers = true; // What it brought in may not be among the oldest.
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            if (!book.Transactions.TryGetValue(reversal.TransactionId, out var original) || original.Transaction.SourceId != reversal.ReceiptId)
                throw new BrokenRuleException("invalid_reference", "The receipt has no such transaction.");
            var posted = PostedTransaction.Of(Mirror.Post(book, reversal.TransactionId, Actor, reversal.Reason, effectiveAt: null));
            return (new ReceiptReversed(reversal.ReceiptId, reversal.ReversalNo, true, null, null, posted.Id, posted.LedgerSeq, book.Now), posted);
        }

        protected override object Refused(Book book, string code, string message) =>
            new ReceiptReversed(reversal.ReceiptId, reversal.ReversalNo, false, code, message, null, null, book.Now);
    }
}
