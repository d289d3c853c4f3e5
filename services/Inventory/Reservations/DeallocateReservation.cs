using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>What to take back; with nothing said, all that is allocated.</summary>
/// <param name="Qty">In the base unit; all when absent.</param>
/// <param name="AllocationId">Only this allocation.</param>
public sealed record DeallocateReservationRequest(decimal? Qty, Guid? AllocationId) : IReadable<DeallocateReservationRequest>
{
    public static bool MayBeAbsent => true;

    public static DeallocateReservationRequest Read(Fields fields) => new(fields.OptionalQty("qty"), fields.OptionalId("allocationId"));
}

static class DeallocateReservation
{
    /// <summary>Takes allocated stock back; the reservation goes on holding as much, without saying which stock.</summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<DeallocateReservationRequest> body, LedgerWriter ledger)
    {
        var request = body.Value;
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "deallocated", _ => false, (book, r) =>
        {
            r.Require("deallocate", Reservation.PartiallyAllocated, Reservation.Allocated, Reservation.PartiallyFulfilled);
            var named = book.Allocations[r.Id].Where(a => a.HeldQty > 0 && (request.AllocationId is null || a.Id == request.AllocationId)).Sum(a => a.HeldQty);
            if (named == 0 && request.AllocationId is not null)
                throw Book.Invalid("allocationId", "invalid_reference", "is no active allocation of this reservation");
            var qty = request.Qty ?? named;
            Holding.GiveUp(book, r, qty, request.AllocationId);
            Holding.Change(book, r, () => r.Deallocate(qty));
        }));
    }
}
