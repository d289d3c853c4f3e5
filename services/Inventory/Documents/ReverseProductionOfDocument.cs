using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Transactions;
using Atlas.ServiceDefaults;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>Production was reported that was not: the mirror of what it posted is posted, once.</summary>
sealed class ReverseProductionOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<ReverseProduction>
{
    public Task Consume(ConsumeContext<ReverseProduction> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(ReverseProduction reversal)
        : DocumentCommand(PostProductionOfDocument.WorkOrder, reversal.WorkOrderId, $"reverse:{reversal.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            wanted.Transactions.Add(reversal.TransactionId);
            wanted.AllLayers = true; // What it brought in may not be among the oldest.
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            if (!book.Transactions.TryGetValue(reversal.TransactionId, out var original)
                || original.Transaction is not { SourceType: PostProductionOfDocument.WorkOrder } transaction || transaction.SourceId != reversal.WorkOrderId)
                throw new BrokenRuleException("invalid_reference", "The work order has no such transaction.");
            var posted = PostedTransaction.Of(Mirror.Post(book, reversal.TransactionId, Actor, reversal.Reason, effectiveAt: null));
            return (new ProductionReversed(reversal.WorkOrderId, reversal.ActionNo, true, null, null, posted.Id, posted.LedgerSeq, book.Now), posted);
        }

        protected override object Refused(Book book, string code, string message) =>
            new ProductionReversed(reversal.WorkOrderId, reversal.ActionNo, false, code, message, null, null, book.Now);
    }
}
