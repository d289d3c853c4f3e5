using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>Something that is done with one reservation, by its id.</summary>
/// <param name="id">The reservation.</param>
/// <param name="what">What happened to it, for the event.</param>
/// <param name="isDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
/// <param name="ifMatch">Checks the version that the client names.</param>
/// <param name="act">Does it.</param>
sealed class ReservationCommand(
    Guid id, string what, Func<Reservation, bool> isDone, Action<long>? ifMatch, Action<Book, Reservation> act, Action<Wanted>? ask = null) : LedgerCommand
{
    public static ReservationCommand For(
        HttpContext http, Guid id, string what, Func<Reservation, bool> isDone, Action<Book, Reservation> act, Action<Wanted>? ask = null)
    {
        // Read now: the group runs outside of the request.
        var versions = http.Request.Headers.IfMatch.ToArray();
        return new ReservationCommand(id, what, isDone, versions.Length == 0 ? null : http.CheckIfMatch, act, ask) { Actor = Caller.Of(http).Credential };
    }

    public override void Ask(Wanted wanted)
    {
        wanted.Reservations.Add(id);
        ask?.Invoke(wanted);
    }

    public override LedgerAnswer Run(Book book)
    {
        var reservation = Holding.Open(book, id);
        ifMatch?.Invoke(reservation.Version);
        if (isDone(reservation)) return Holding.Answer(book, reservation);
        act(book, reservation);
        Holding.Announce(book, reservation, what);
        return Holding.Answer(book, reservation);
    }
}
