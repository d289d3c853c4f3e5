using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Reservations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>
/// Goods left for a customer, or went back to a supplier: it is posted, once. What leaves for a customer fulfils what was reserved.
/// </summary>
sealed class PostShipmentOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<PostShipment>
{
    /// <summary>The source of what left for customers.</summary>
    public const string Shipment = "shipment";

    /// <summary>The source of what went back to suppliers.</summary>
    public const string SupplierReturn = "supplier_return";

    public Task Consume(ConsumeContext<PostShipment> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(PostShipment shipment) : DocumentCommand(
        shipment.Kind ?? Shipment, shipment.ShipmentId, shipment.ActionNo == 0 ? "post" : $"post:{shipment.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            StockTaken.Ask(wanted, shipment.Lines);
            if (shipment.ShippedAt is { } at) wanted.HistorySince(at);
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            var (type, to) = SourceType switch
            {
                Shipment => ("shipment", VirtualLocation.Customer),
                SupplierReturn => ("return", VirtualLocation.Supplier),
                _ => throw Book.Invalid("kind", "invalid_value", "is no kind of shipment"),
            };
            var draft = new Draft
            {
                Type = type, Actor = Actor, SourceType = SourceType, SourceId = SourceId, SourceNo = shipment.ShipmentNo, EffectiveAt = shipment.ShippedAt,
            };
            var taken = shipment.Lines.SelectMany(line => Take(book, line).Select(stock => (line.LineId, Stock: stock))).ToList();
            foreach (var (_, stock) in taken) draft.Move(stock, to);
            var posted = PostedTransaction.Of(book.Post(draft));
            if (SourceType == Shipment) Holding.LetGo(book, taken.Select(line => line.Stock));
            return (new ShipmentPosted(shipment.ShipmentId, shipment.DemandType, shipment.DemandId, true, null, null, posted.Id, posted.LedgerSeq, book.Now,
                [.. taken.Select(line => Told(book, line.LineId, line.Stock))],
                [.. shipment.Lines.Select(line => line.ReservationId).OfType<Guid>().Distinct().Select(id => Holding.Told(book.Reservations[id]))], shipment.ActionNo), posted);
        }

        List<DraftLine> Take(Book book, PostShipmentLine line) => SourceType == Shipment
            ? StockTaken.Take(book, line, shipment.DemandType, shipment.DemandId, Actor)
            : StockTaken.SendBack(book, line);

        static ShipmentPostedLine Told(Book book, string lineId, DraftLine stock) => new(
            lineId, stock.ItemId, stock.LocationId, stock.LotId == Guid.Empty ? null : stock.LotId, book.Lots.GetValueOrDefault(stock.LotId)?.LotNo,
            stock.SerialNo.Length == 0 ? null : stock.SerialNo, -stock.Qty);

        protected override object Refused(Book book, string code, string message) =>
            new ShipmentPosted(shipment.ShipmentId, shipment.DemandType, shipment.DemandId, false, code, message, null, null, book.Now,
                ActionNo: shipment.ActionNo);
    }
}
