using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>What to give back; with nothing said, everything.</summary>
/// <param name="Qty">In the base unit; everything when absent.</param>
public sealed record ReleaseReservationRequest(decimal? Qty, string? Reason) : IReadable<ReleaseReservationRequest>
{
    public static bool MayBeAbsent => true;

    public static ReleaseReservationRequest Read(Fields fields) => new(fields.OptionalQty("qty"), fields.OptionalText("reason", 500));
}

static class ReleaseReservation
{
    /// <summary>Gives stock back without fulfilling; the demand may stand. Releasing what is released is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<ReleaseReservationRequest> body, LedgerWriter ledger)
    {
        var request = body.Value;
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "released", r => r.Status == Reservation.Released, (book, r) =>
        {
            r.Require("release", Reservation.Active);
            var qty = request.Qty ?? r.OpenQty + r.AllocatedQty;
            var fromOpen = Math.Min(qty, r.OpenQty); // What is not allocated goes first: nobody has to put anything back.
            if (qty - fromOpen > r.AllocatedQty) throw new BrokenRuleException("over_allocation", $"Only {r.OpenQty + r.AllocatedQty:0.######} is held.");
            Holding.GiveUp(book, r, qty - fromOpen);
            Holding.Change(book, r, () => r.Release(fromOpen, qty - fromOpen, request.Reason));
        }));
    }
}
