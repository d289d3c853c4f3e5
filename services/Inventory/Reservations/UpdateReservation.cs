using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>What to change about a reservation that is open or partially allocated; what is absent stays.</summary>
/// <param name="Qty">In the base unit; not less than what is allocated or settled.</param>
public sealed record UpdateReservationRequest(decimal? Qty, DateTimeOffset? ExpiresAt, DateTimeOffset? NeedBy, int? Priority, string? Notes,
    IReadOnlyDictionary<string, string>? Metadata)
    : IReadable<UpdateReservationRequest>
{
    internal bool SetsExpiry { get; private init; }
    internal bool SetsNeedBy { get; private init; }
    internal bool SetsNotes { get; private init; }

    public static UpdateReservationRequest Read(Fields fields) => new(
        fields.Has("qty") ? fields.OptionalQty("qty", required: true) : null, fields.OptionalTimestamp("expiresAt"), fields.OptionalTimestamp("needBy"),
        fields.Has("priority") ? (int)fields.Integer("priority", 0, 1_000_000) : null, fields.OptionalText("notes", 4_000),
        fields.Has("metadata") ? fields.Metadata() : null)
    {
        SetsExpiry = fields.Has("expiresAt"),
        SetsNeedBy = fields.Has("needBy"),
        SetsNotes = fields.Has("notes"),
    };
}

static class UpdateReservation
{
    /// <summary>Changes an open reservation. More quantity needs more stock.</summary>
    public static Task<IResult> Handle(Guid reservationId, HttpContext http, Body<UpdateReservationRequest> body, LedgerWriter ledger)
    {
        var request = body.Value;
        return ledger.RunAsync(http, ReservationCommand.For(http, reservationId, "updated", _ => false, (book, r) =>
        {
            if (r.Status is not (Reservation.Open or Reservation.PartiallyAllocated))
                throw new BrokenRuleException("not_editable", $"A reservation that is {r.Status} cannot be changed.");
            if (request.ExpiresAt <= book.Now) throw Book.Invalid("expiresAt", "out_of_range", "must be in the future");
            if (request.Qty is { } qty) Resize(book, r, CreateReservation.Quantity(book.Items[r.ItemId], qty, null));
            r.ExpiresAt = request.SetsExpiry ? request.ExpiresAt : r.ExpiresAt;
            r.NeedBy = request.SetsNeedBy ? request.NeedBy : r.NeedBy;
            r.Priority = request.Priority ?? r.Priority;
            r.Metadata = request.Metadata is null ? r.Metadata : new(request.Metadata);
            r.Notes = request.SetsNotes ? request.Notes : r.Notes;
        }));
    }

    static void Resize(Book book, Reservation r, decimal qty)
    {
        var more = qty - r.Qty;
        if (more > 0)
        {
            var page = book.Items[r.ItemId];
            var pool = Holding.PoolOf(r);
            var free = book.MayBeNegative(page.Item, r.FacilityId) ? more : Math.Max(0, Holding.Available(book, page, pool));
            if (free < more && !r.AllowBackorder)
                throw Book.Short(r.ItemId, r.LocationId, r.LotId, more, free, book.StockIn(page, pool), book.AllocatedIn(page, pool), Book.SoftIn(page, pool));
            Holding.Change(book, r, () =>
            {
                r.Resize(qty);
                r.BackorderedQty += Math.Max(0, more - free);
            });
            page.Backordered += Math.Max(0, more - free); // Whoever frees stock later in this group looks for those who wait.
            return;
        }

        Holding.Change(book, r, () => r.Resize(qty));
    }
}
