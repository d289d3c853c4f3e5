using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>A supplier's delivery was received, or what a customer sent back: it is posted, once.</summary>
sealed class PostReceiptOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<PostReceipt>
{
    /// <summary>The source of what customers sent back.</summary>
    public const string CustomerReturn = "customer_return";

    public Task Consume(ConsumeContext<PostReceipt> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(PostReceipt receipt) : DocumentCommand(receipt.Kind ?? "receipt", receipt.ReceiptId, "post")
    {
        protected override void AskMore(Wanted wanted)
        {
            StockBrought.Ask(wanted, receipt.Lines);
            if (receipt.ReceivedAt is { } at) wanted.HistorySince(at);
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            var (type, from) = SourceType switch
            {
                "receipt" => ("receipt", VirtualLocation.Supplier),
                CustomerReturn => ("return", VirtualLocation.Customer),
                _ => throw Book.Invalid("kind", "invalid_value", "is no kind of receipt"),
            };
            foreach (var line in receipt.Lines)
                if (receipt.FacilityId is { } facility && book.LocationOf("locationId", line.LocationId).FacilityId != facility)
                    throw Book.Invalid("locationId", "invalid_reference", "is not a location of the facility that the goods are ordered for");
            var draft = new Draft
            {
                Type = type, Actor = Actor, SourceType = SourceType, SourceId = SourceId, SourceNo = receipt.ReceiptNo, EffectiveAt = receipt.ReceivedAt,
            };
            foreach (var line in receipt.Lines.SelectMany(line => StockBrought.Bring(book, line))) draft.Move(line, from);
            var posted = PostedTransaction.Of(book.Post(draft));
            return (new ReceiptPosted(receipt.ReceiptId, true, null, null, posted.Id, posted.LedgerSeq, book.Now), posted);
        }

        protected override object Refused(Book book, string code, string message) => new ReceiptPosted(receipt.ReceiptId, false, code, message, null, null, book.Now);
    }
}
