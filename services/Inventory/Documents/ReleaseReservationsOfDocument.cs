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
            var given = book.Reservations.Values
                .Where(r => r.DemandType == release.DemandType && r.DemandId == release.DemandId && r.IsActive).Select(r => r.Id).ToList();
            foreach (var id in given)
            {
                var reservation = Holding.Open(book, id);
                if (!reservation.IsActive) continue; // It has just expired.
                var (open, allocated, cancels) = (reservation.OpenQty, reservation.AllocatedQty, release.Cancels && reservation.FulfilledQty == 0);
                Holding.GiveUp(book, reservation, allocated);
                Holding.Change(book, reservation, () =>
                {
                    if (cancels) reservation.Cancel(release.Reason);
                    else reservation.Release(open, allocated, release.Reason);
                });
                Holding.Announce(book, reservation, cancels ? "cancelled" : "released");
            }

            return (new StockReleased(release.DemandType, release.DemandId, release.ActionNo, given, book.Now), null);
        }

        protected override object Refused(Book book, string code, string message) =>
            throw new InvalidOperationException($"Giving up what is held cannot be refused, but it was: {code}, {message}");
    }
}
