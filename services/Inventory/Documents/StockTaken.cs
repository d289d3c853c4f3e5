using Atlas.Contracts.Inventory;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Documents;

/// <summary>Stock that leaves for a document: out of its reservation, or out of what is free.</summary>
static class StockTaken
{
    public static void Ask(Wanted wanted, IEnumerable<PostShipmentLine> lines)
    {
        wanted.Choosing = true;
        foreach (var line in lines)
        {
            if (line.ReservationId is { } reservation) wanted.Reservations.Add(reservation);
            wanted.Items.Add(line.ItemId);
            wanted.Facilities.Add(line.FacilityId);
            if (line.LocationId is { } location) wanted.Locations.Add(location);
            if (line.LotId is { } lot) wanted.Lots.Add(lot);
            if (line.LotNo is { } number) wanted.LotNumbers.Add((line.ItemId, number));
        }
    }

    /// <summary>Takes the stock of one line, and says what to post.</summary>
    public static List<DraftLine> Take(Book book, PostShipmentLine line, string demandType, string demandId, string actor)
    {
        var page = book.ItemOf("itemId", line.ItemId);
        var facility = book.FacilityOf("facilityId", line.FacilityId);
        if (line.Qty <= 0) throw Book.Invalid("qty", "out_of_range", "must be greater than 0");
        if (line.LocationId is { } place && book.LocationOf("locationId", place).FacilityId != facility.Id)
            throw Book.Invalid("locationId", "invalid_reference", "is not a location of this facility");
        if (line.LotId is { } lot) book.LotOf(page, lot, null);

        Reservation reservation;
        if (line.ReservationId is { } id)
        {
            reservation = Holding.Open(book, id);
            if (reservation.ItemId != line.ItemId || reservation.FacilityId != line.FacilityId)
                throw Book.Invalid("reservationId", "invalid_reference", "is for another item or facility");
            if (line.Qty > reservation.OpenQty + reservation.AllocatedQty)
                throw new BrokenRuleException("over_shipment", $"Only {reservation.OpenQty + reservation.AllocatedQty:0.######} is held.");
        }
        else
        {
            // Held and fulfilled in one go, so that what is free is decided by one rule.
            reservation = Holding.Hold(book, new Pool(page.Item.Id, facility.Id, line.LocationId ?? Guid.Empty, line.LotId ?? Guid.Empty), line.Qty,
                demandType, demandId, line.LineId, actor);
        }

        var lines = Holding.Fulfill(book, reservation, line.Qty, checksLots: true, new Choice(line.LocationId, line.LotId, line.SerialNos, null));
        Holding.Announce(book, reservation, line.ReservationId is null ? "created" : "fulfilled");
        return lines;
    }

    /// <summary>Takes exactly the stock that is named, of whatever status and however old; what is held of it for others is left to them.</summary>
    public static List<DraftLine> SendBack(Book book, PostShipmentLine line)
    {
        if (line.Qty <= 0) throw Book.Invalid("qty", "out_of_range", "must be greater than 0");
        if (line.LocationId is not { } place) throw Book.Invalid("locationId", "required", "is required: what goes back is named exactly");
        if (book.LocationOf("locationId", place).FacilityId != line.FacilityId)
            throw Book.Invalid("locationId", "invalid_reference", "is not a location of this facility");
        if (line.StatusCode is { } status && Statuses.StockStatus.Find(status) is null) throw Book.Invalid("statusCode", "invalid_reference", "is no stock status");
        if (line is { LotId: { } lot, LotNo: { } number } && book.LotOf(book.ItemOf("itemId", line.ItemId), lot, null).LotNo != number)
            throw Book.Invalid("lotId", "invalid_reference", "is another lot than the one with this number");
        return [.. new StockSelection(line.ItemId, place, line.StatusCode, line.LotId, line.LotNo, null, line.SerialNos, null).On(book, -line.Qty, "qty", arrives: false).Lines()];
    }
}

/// <summary>Stock that arrives with a document.</summary>
static class StockBrought
{
    public static void Ask(Wanted wanted, IEnumerable<PostReceiptLine> lines)
    {
        foreach (var line in lines)
        {
            wanted.Items.Add(line.ItemId);
            wanted.Locations.Add(line.LocationId);
            if (line.LotId is { } lot) wanted.Lots.Add(lot);
            if (line.LotNo is { } number) wanted.LotNumbers.Add((line.ItemId, number));
        }
    }

    public static IEnumerable<DraftLine> Bring(Book book, PostReceiptLine line)
    {
        if (line.Qty <= 0) throw Book.Invalid("qty", "out_of_range", "must be greater than 0");
        if (line.UnitCost is < 0 or > Money.Max) throw Book.Invalid("unitCost", "out_of_range", $"must be between 0 and {Money.Max}");
        if (line.StatusCode is { } status && Statuses.StockStatus.Find(status) is null) throw Book.Invalid("statusCode", "invalid_reference", "is no stock status");
        if (line.CostSharePct is < 0 or > 100) throw Book.Invalid("costSharePct", "out_of_range", "must be between 0 and 100");
        var lines = new StockSelection(line.ItemId, line.LocationId, line.StatusCode, line.LotId, line.LotNo, line.ExpiryDate, line.SerialNos, line.UomId?.ToString())
            .On(book, line.Qty, "qty", arrives: true).Lines(line.UnitCost).ToList();
        return line.CostSharePct is { } share ? lines.Select(one => one with { CostSharePct = share / lines.Count }) : lines;
    }
}
