using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>Why the demand is void.</summary>
public sealed record CancelReservationRequest(string? Reason) : IReadable<CancelReservationRequest>
{
    public static bool MayBeAbsent => true;

    public static CancelReservationRequest Read(Fields fields) => new(fields.OptionalText("reason", 500));
}

static class CancelReservation
{
    /// <summary>Cancels a reservation of which nothing was fulfilled. Cancelling what is cancelled is 200 and changes nothing.</summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<CancelReservationRequest> body, LedgerWriter ledger)
    {
        var request = body.Value;
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "cancelled", r => r.Status == Reservation.Cancelled, (book, r) =>
        {
            var allocated = r.AllocatedQty;
            Holding.Change(book, r, () => r.Cancel(request.Reason));
            Holding.GiveUp(book, r, allocated);
        }));
    }
}
