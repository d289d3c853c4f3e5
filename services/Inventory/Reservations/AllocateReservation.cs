using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>Which stock to set aside; with nothing said, all that is open, chosen by the item's usual strategy.</summary>
/// <param name="Qty">In the base unit; all that is open when absent.</param>
/// <param name="Strategy"><c>fefo</c> (first to expire first), <c>fifo</c> or <c>lifo</c>.</param>
/// <param name="AllowPartial">Set aside what there is, when there is not enough.</param>
public sealed record AllocateReservationRequest(
    decimal? Qty, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos, string? Strategy, bool AllowPartial) : IReadable<AllocateReservationRequest>
{
    public static bool MayBeAbsent => true;

    public static AllocateReservationRequest Read(Fields fields) => new(
        fields.OptionalQty("qty"), fields.OptionalId("locationId"), fields.OptionalId("lotId"), fields.Serials(),
        fields.Has("strategy") ? fields.Choice("strategy", Allocation.Strategies) : null, fields.Boolean("allowPartial", false));
}

static class AllocateReservation
{
    /// <summary>Sets particular stock aside for a reservation, so that it can be picked.</summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<AllocateReservationRequest> body, LedgerWriter ledger)
    {
        var request = body.Value;
        var choice = new Choice(request.LocationId, request.LotId, request.SerialNos, request.Strategy);
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "allocated", r => r is { IsActive: true, OpenQty: 0 } && request is { Qty: null, SerialNos.Count: 0 }, (book, r) =>
        {
            if (request.LocationId is { } id && book.LocationOf("locationId", id).FacilityId != r.FacilityId)
                throw Book.Invalid("locationId", "invalid_reference", "is not a location of the reservation's facility");
            if (request.LotId is { } lot) book.LotOf(book.Items[r.ItemId], lot, null);
            var qty = request.Qty ?? (request.SerialNos.Count > 0 ? request.SerialNos.Count : r.OpenQty);
            Holding.Allocate(book, r, qty, choice, request.AllowPartial);
        }, wanted =>
        {
            wanted.Choosing = true;
            if (request.LocationId is { } location) wanted.Locations.Add(location);
            if (request.LotId is { } lot) wanted.Lots.Add(lot);
        }));
    }
}
