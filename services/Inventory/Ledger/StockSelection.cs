using Atlas.Inventory.Facilities;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Ledger;

/// <summary>Stock as the body of a request names it, before anybody has looked whether it makes sense.</summary>
sealed record StockSelection(
    Guid ItemId, Guid LocationId, string? StatusId, Guid? LotId, string? LotNo, DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, string? UomId)
{
    /// <summary>Finds everything that it names, and what the item's tracking asks for. Refuses with the field that is wrong.</summary>
    /// <param name="book">Where to look.</param>
    /// <param name="qty">In the unit that is named; below zero it leaves.</param>
    /// <param name="qtyField">How the body calls the quantity.</param>
    /// <param name="arrives">True when stock comes in, which can make a new lot and needs a place that takes in.</param>
    public SelectedStock On(Book book, decimal qty, string qtyField, bool arrives)
    {
        var page = book.ItemOf("itemId", ItemId);
        var item = page.Item;
        if (item.ItemKind is "service" or "phantom") throw Book.Invalid("itemId", "invalid_value", $"is a {item.ItemKind}, of which there is no stock");
        var location = book.LocationOf("locationId", LocationId);
        var facility = book.Facilities[location.FacilityId];
        if (arrives && !(location.IsActive && facility.IsActive))
            throw new BrokenRuleException("location_inactive", "The location or its facility is not active: what is there can leave, nothing can arrive.");

        var uomId = item.UomOf(UomId) ?? throw Book.Invalid("uomId", "invalid_reference", "is no unit that this item has a conversion for");
        var baseQty = item.ToBase(qty, uomId)
            ?? throw Book.Invalid(qtyField, "out_of_range", "is no exact quantity in the item's base unit");
        if (decimal.Round(baseQty, item.BaseUomDecimals) != baseQty)
            throw Book.Invalid(qtyField, "out_of_range", $"must have at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");

        var lotId = Guid.Empty;
        if (item.HasLots || item.HasExpiry)
        {
            if (LotId is null && LotNo is null) throw Book.Invalid("lotId", "required", "is required: the item is tracked by lot");
            lotId = (arrives ? book.LotToReceive(page, LotId, LotNo, ExpiryDate, null, null) : book.LotOf(page, LotId, LotNo)).Id;
        }
        else if (LotId is not null || LotNo is not null)
        {
            throw Book.Invalid(LotId is null ? "lotNo" : "lotId", "invalid_value", "must be absent: the item is not tracked by lot");
        }

        if (item.HasSerials && SerialNos.Count == 0) throw Book.Invalid("serialNos", "required", "is required: the item is tracked by serial number");
        if (item.HasSerials && SerialNos.Count != Math.Abs(baseQty))
            throw Book.Invalid("serialNos", "array_length", $"must name {Math.Abs(baseQty):0.######} serial numbers, one for each unit");
        if (!item.HasSerials && SerialNos.Count > 0) throw Book.Invalid("serialNos", "invalid_value", "must be absent: the item has no serial numbers");

        var status = StatusId is null ? StockStatus.Available : StockStatus.Find(StatusId)!;
        return new SelectedStock(page, facility, location, lotId, status, SerialNos, baseQty, qty, uomId);
    }
}

/// <summary>Stock that was found.</summary>
sealed record SelectedStock(
    ItemPage Page, Facility Facility, Location Location, Guid LotId, StockStatus Status, IReadOnlyList<string> SerialNos, decimal Qty,
    decimal EnteredQty, Guid UomId)
{
    /// <summary>What is there now, whatever its serial numbers.</summary>
    public decimal OnHand => Page.Balances.Values.Where(balance =>
        balance.LocationId == Location.Id && balance.LotId == LotId && balance.StatusId == Status.Id).Sum(balance => balance.OnHand);

    /// <summary>The lines of a movement: one, or one for each serial number.</summary>
    public IEnumerable<DraftLine> Lines(decimal? unitCost = null)
    {
        if (!Page.Item.HasSerials) return [Line(LedgerTable.NoSerial, Qty, EnteredQty)];
        var (sign, entered) = (Math.Sign(Qty), EnteredQty / SerialNos.Count);
        return SerialNos.Select(serial => Line(serial, sign, decimal.Round(entered, 6)));

        DraftLine Line(string serial, decimal qty, decimal enteredQty) => new(
            Page.Item.Id, Facility.Id, Location.Id, VirtualLocation.Internal, LotId, serial, Status, qty, enteredQty, UomId, unitCost);
    }
}
