using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Reservations;

static class GetReservation
{
    /// <summary>Reads one reservation with its allocations.</summary>
    public static async Task<IResult> Handle(Guid reservationId, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var reservation = await db.Reservations.FirstOrDefaultAsync(r => r.Id == reservationId, ct);
        if (reservation is null) return Error.NotFound("Reservation", $"{reservationId}");
        var allocations = await db.Allocations.Where(a => a.ReservationId == reservationId).OrderBy(a => a.AllocatedAt).ThenBy(a => a.Id).ToListAsync(ct);
        http.SetETag(reservation.Version);
        return Reply.Ok(ReservationView.From(reservation, allocations, time.GetUtcNow()));
    }
}
