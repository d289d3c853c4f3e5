using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>What went to the demand; with nothing said, everything that is held.</summary>
/// <param name="Qty">In the base unit; everything when absent.</param>
/// <param name="ShipmentId">The shipment that took it.</param>
/// <param name="PostIssue">Post that the stock left. False when the shipment has posted that already; so it is when one is named.</param>
public sealed record FulfillReservationRequest(decimal? Qty, string? ShipmentId, bool PostIssue) : IReadable<FulfillReservationRequest>
{
    public static bool MayBeAbsent => true;

    public static FulfillReservationRequest Read(Fields fields)
    {
        var shipment = fields.OptionalText("shipmentId", 128);
        return new(fields.OptionalQty("qty"), shipment, fields.Boolean("postIssue", shipment is null));
    }
}

static class FulfillReservation
{
    /// <summary>
    /// Marks a reservation fulfilled, and posts that the stock left unless a shipment has. What is not allocated yet is allocated by
    /// the usual strategy. Fulfilling what is fulfilled is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<FulfillReservationRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "fulfilled", r => r.Status == Reservation.Fulfilled, (book, r) =>
        {
            r.Require("fulfill", Reservation.Active);
            var qty = request.Qty ?? r.SoftQty + r.AllocatedQty;
            if (qty > r.OpenQty + r.AllocatedQty)
                throw new BrokenRuleException("over_allocation", $"Only {r.OpenQty + r.AllocatedQty:0.######} is held.");
            if (qty == 0) throw Book.Short(r.ItemId, r.LocationId, r.LotId, r.OpenQty, 0, 0, 0, 0);
            var lines = Holding.Fulfill(book, r, qty, checksLots: request.PostIssue);
            if (!request.PostIssue)
            {
                Holding.LetGo(book, lines);
                return;
            }

            var draft = new Draft
            {
                Type = "issue", Actor = actor, SourceType = r.DemandType, SourceId = r.DemandId, Reference = r.ReservationNo, Reason = $"Fulfils {r.ReservationNo}",
            };
            foreach (var line in lines) draft.Move(line, r.DemandType == "work_order" ? VirtualLocation.Production : VirtualLocation.Customer);
            book.Post(draft);
            Holding.LetGo(book, lines);
        }, wanted => wanted.Choosing = true));
    }
}
