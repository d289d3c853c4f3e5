using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Reservations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>Goods left for a customer: it is posted, once, and fulfils what was reserved.</summary>
sealed class PostShipmentOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<PostShipment>
{
    public Task Consume(ConsumeContext<PostShipment> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(PostShipment shipment) : DocumentCommand("shipment", shipment.ShipmentId, "post")
    {
        protected override void AskMore(Wanted wanted)
        {
            StockTaken.Ask(wanted, shipment.Lines);
            if (shipment.ShippedAt is { } at) wanted.HistorySince(at);
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            var draft = new Draft
            {
                Type = "shipment", Actor = Actor, SourceType = SourceType, SourceId = SourceId, SourceNo = shipment.ShipmentNo, EffectiveAt = shipment.ShippedAt,
            };
            var taken = shipment.Lines.SelectMany(line => StockTaken.Take(book, line, shipment.DemandType, shipment.DemandId, Actor)).ToList();
            foreach (var line in taken) draft.Move(line, VirtualLocation.Customer);
            var posted = PostedTransaction.Of(book.Post(draft));
            Holding.LetGo(book, taken);
            return (new ShipmentPosted(shipment.ShipmentId, shipment.DemandType, shipment.DemandId, true, null, null, posted.Id, posted.LedgerSeq, book.Now), posted);
        }

        protected override object Refused(Book book, string code, string message) =>
            new ShipmentPosted(shipment.ShipmentId, shipment.DemandType, shipment.DemandId, false, code, message, null, null, book.Now);
    }
}
