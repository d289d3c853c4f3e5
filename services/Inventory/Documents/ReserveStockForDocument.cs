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
        readonly List<StockShortage> shortages = [];

        bool Waits => demand.Policy == "partial_backorder";

        protected override void AskMore(Wanted wanted)
        {
            foreach (var id in demand.Releases ?? []) wanted.Reservations.Add(id);
            foreach (var line in demand.Lines)
            {
                if (line.ReservationId is { } reservation) wanted.Reservations.Add(reservation);
                wanted.Items.Add(line.ItemId);
                wanted.Facilities.Add(line.FacilityId);
                if (line.LocationId is { } location) wanted.Locations.Add(location);
                if (line.LotId is { } lot) wanted.Lots.Add(lot);
            }
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            // The group may be decided once more from the beginning.
            shortages.Clear();
            foreach (var id in demand.Releases ?? []) Holding.GiveUpAll(book, Own(book, id).Id, cancels: true, null);
            // What becomes less comes first, so that it is there for what becomes more.
            foreach (var line in demand.Lines)
                if (Held(book, line) is { } held && held.OpenQty + held.AllocatedQty - Quantity(book, line) is > 0 and var less) Holding.Shrink(book, held, less);
            var lines = demand.Lines.Select(line => Hold(book, line)).ToList();
            if (demand.Policy == "all_or_nothing" && shortages.Count > 0)
                throw Book.Short(shortages[0].ItemId, null, null, shortages[0].RequestedQty, shortages[0].AvailableQty, 0, 0, 0);
            return (new StockReserved(demand.DemandType, demand.DemandId, demand.ActionNo, true, null, null, lines, book.Now,
                [.. lines.Where(line => line.ReservationId is not null).Select(line => Holding.Told(book.Reservations[line.ReservationId!.Value]))]), null);
        }

        StockReservedLine Hold(Book book, ReserveStockLine line)
        {
            var qty = Quantity(book, line);
            if (Held(book, line) is { } before)
            {
                if (line.NeedBy is { } needBy && needBy != before.NeedBy)
                {
                    before.NeedBy = needBy;
                    Holding.Announce(book, before, "updated");
                }

                var more = qty - before.OpenQty - before.AllocatedQty;
                if (more > 0 && Holding.Grow(book, before, more, Waits) is var got && got < more) Note(qty, qty - more + got);
                return new StockReservedLine(line.LineId, line.ItemId, before.Id, qty, before.OpenQty + before.AllocatedQty - before.BackorderedQty, before.BackorderedQty);
            }

            var page = book.ItemOf("itemId", line.ItemId);
            var facility = book.FacilityOf("facilityId", line.FacilityId);
            if (line.LocationId is { } place && book.LocationOf("locationId", place).FacilityId != facility.Id)
                throw Book.Invalid("locationId", "invalid_reference", "is not a location of this facility");
            if (line.LotId is { } lot) book.LotOf(page, lot, null);
            var pool = new Pool(page.Item.Id, facility.Id, line.LocationId ?? Guid.Empty, line.LotId ?? Guid.Empty);
            var held = book.MayBeNegative(page.Item, facility.Id) ? qty : Math.Min(qty, Math.Max(0, Holding.Available(book, page, pool)));
            if (held < qty) Note(qty, held);

            var whole = Waits ? qty : held;
            if (whole == 0) return new StockReservedLine(line.LineId, line.ItemId, null, qty, 0, 0);
            var reservation = new Reservation
            {
                Id = Guid.CreateVersion7(book.Now), ReservationNo = book.NextReservationNo(), ItemId = page.Item.Id, FacilityId = facility.Id,
                LocationId = line.LocationId, LotId = line.LotId, DemandType = demand.DemandType, DemandId = demand.DemandId, DemandLineId = line.LineId,
                RequestedQty = qty, Qty = whole, OpenQty = whole, BackorderedQty = whole - held, NeedBy = line.NeedBy, ExpiresAt = demand.ExpiresAt,
                Priority = line.Priority, AllowBackorder = Waits, CreatedBy = Actor, CreatedAt = book.Now, UpdatedAt = book.Now,
            };
            book.Add(reservation);
            book.HoldSoft(page, pool, held);
            Holding.Announce(book, reservation, "created");
            return new StockReservedLine(line.LineId, line.ItemId, reservation.Id, qty, held, whole - held);

            void Note(decimal requested, decimal available) =>
                shortages.Add(new StockShortage(line.LineId, line.ItemId, line.FacilityId, requested, available));
        }

        static decimal Quantity(Book book, ReserveStockLine line)
        {
            if (line.Qty <= 0) throw Book.Invalid("qty", "out_of_range", "must be greater than 0");
            return CreateReservation.Quantity(book.ItemOf("itemId", line.ItemId), line.Qty, line.UomId?.ToString());
        }

        // What the line holds already; null when it holds nothing any more.
        Reservation? Held(Book book, ReserveStockLine line) =>
            line.ReservationId is { } id && Own(book, id) is { IsActive: true } held && held.ItemId == line.ItemId && held.FacilityId == line.FacilityId ? held : null;

        Reservation Own(Book book, Guid id)
        {
            var reservation = Holding.Open(book, id);
            return reservation.DemandType == demand.DemandType && reservation.DemandId == demand.DemandId
                ? reservation
                : throw Book.Invalid("reservationId", "invalid_reference", "is for another document");
        }

        protected override object Refused(Book book, string code, string message) =>
            new StockReserved(demand.DemandType, demand.DemandId, demand.ActionNo, false, code, message, [], book.Now, null,
                code == "insufficient_stock" ? [.. shortages] : null);
    }
}
