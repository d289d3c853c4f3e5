using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>A document needs stock: it is held, once, each line after the other, so that two lines of one item share what there is.</summary>
sealed class ReserveStockForDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<ReserveStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.DemandType });

    sealed class Command(ReserveStock demand)
        : DocumentCommand(demand.DemandType, demand.DemandId, $"reserve:{demand.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            foreach (var line in demand.Lines)
            {
                wanted.Items.Add(line.ItemId);
                wanted.Facilities.Add(line.FacilityId);
                if (line.LocationId is { } location) wanted.Locations.Add(location);
                if (line.LotId is { } lot) wanted.Lots.Add(lot);
            }
        }

        protected override (object, PostedTransaction?) Do(Book book) =>
            (new StockReserved(demand.DemandType, demand.DemandId, demand.ActionNo, true, null, null, [.. demand.Lines.Select(line => Hold(book, line))], book.Now), null);

        StockReservedLine Hold(Book book, ReserveStockLine line)
        {
            var page = book.ItemOf("itemId", line.ItemId);
            var facility = book.FacilityOf("facilityId", line.FacilityId);
            if (line.Qty <= 0) throw Book.Invalid("qty", "out_of_range", "must be greater than 0");
            if (line.LocationId is { } place && book.LocationOf("locationId", place).FacilityId != facility.Id)
                throw Book.Invalid("locationId", "invalid_reference", "is not a location of this facility");
            if (line.LotId is { } lot) book.LotOf(page, lot, null);
            var qty = CreateReservation.Quantity(page, line.Qty, line.UomId?.ToString());
            var pool = new Pool(page.Item.Id, facility.Id, line.LocationId ?? Guid.Empty, line.LotId ?? Guid.Empty);
            var held = book.MayBeNegative(page.Item, facility.Id) ? qty : Math.Min(qty, Math.Max(0, Holding.Available(book, page, pool)));
            if (held < qty && demand.Policy == "all_or_nothing")
                throw Book.Short(page.Item.Id, line.LocationId, line.LotId, qty, held, book.StockIn(page, pool), book.AllocatedIn(page, pool), Book.SoftIn(page, pool));

            var whole = demand.Policy == "partial_backorder" ? qty : held;
            if (whole == 0) return new StockReservedLine(line.LineId, line.ItemId, null, qty, 0, 0);
            var reservation = new Reservation
            {
                Id = Guid.CreateVersion7(book.Now), ReservationNo = book.NextReservationNo(), ItemId = page.Item.Id, FacilityId = facility.Id,
                LocationId = line.LocationId, LotId = line.LotId, DemandType = demand.DemandType, DemandId = demand.DemandId, DemandLineId = line.LineId,
                RequestedQty = qty, Qty = whole, OpenQty = whole, BackorderedQty = whole - held, NeedBy = line.NeedBy, ExpiresAt = demand.ExpiresAt,
                Priority = line.Priority, AllowBackorder = demand.Policy == "partial_backorder", CreatedBy = Actor, CreatedAt = book.Now, UpdatedAt = book.Now,
            };
            book.Add(reservation);
            book.HoldSoft(page, pool, held);
            Holding.Announce(book, reservation, "created");
            return new StockReservedLine(line.LineId, line.ItemId, reservation.Id, qty, held, whole - held);
        }

        protected override object Refused(Book book, string code, string message) =>
            new StockReserved(demand.DemandType, demand.DemandId, demand.ActionNo, false, code, message, [], book.Now);
    }
}
