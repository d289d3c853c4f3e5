using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>A document needs nothing any more: what it holds is given up, once.</summary>
sealed class ReleaseReservationsOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<ReleaseReservations>
{
    public Task Consume(ConsumeContext<ReleaseReservations> context) =>
        ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.DemandType });

    sealed class Command(ReleaseReservations release)
        : DocumentCommand(release.DemandType, release.DemandId, $"release:{release.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted) => wanted.Demands.Add((release.DemandType, release.DemandId));

        protected override (object, PostedTransaction?) Do(Book book)
        {
            var given = Holding.GiveUpFor(book, release.DemandType, release.DemandId, release.Cancels, release.Reason);
            return (new StockReleased(release.DemandType, release.DemandId, release.ActionNo, given, book.Now), null);
        }

        protected override object Refused(Book book, string code, string message) =>
            throw new InvalidOperationException($"Giving up what is held cannot be refused, but it was: {code}, {message}");
    }
}
