using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Reservations;

static class ListReservations
{
    const string EveryStatus = "all";

    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "status", "itemId", "facilityId", "locationId", "lotId", "demandType", "demandId", "reservationNo", "externalId", "updatedSince", "q", "sort",
        WaitForLedger.Parameter);
    static readonly Sorts<Reservation> Sorts = new Sorts<Reservation>(r => r.Id).By("createdAt", r => r.CreatedAt).By("reservationNo", r => r.ReservationNo);

    /// <summary>Lists the reservations that hold something, the newest first. <c>status</c> asks for others; <c>status=all</c> for all.</summary>
    public static async Task<Ok<CountedPage<ReservationView>>> Handle(
        HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var (query, now) = (ListQuery.Parse(http, Rules, cursors), time.GetUtcNow());
        var page = await Sorts.ReadAsync(Filter(db.Reservations, query, now), query, cursors, ct);
        var ids = page.Rows.Select(r => r.Id).ToList();
        var allocations = (await db.Allocations.Where(a => ids.Contains(a.ReservationId)).OrderBy(a => a.AllocatedAt).ThenBy(a => a.Id).ToListAsync(ct))
            .ToLookup(a => a.ReservationId);
        return page.As(r => ReservationView.From(r, allocations[r.Id], now));
    }

    static IQueryable<Reservation> Filter(IQueryable<Reservation> reservations, ListQuery query, DateTimeOffset now)
    {
        var statuses = query.Choices("status", [.. Reservation.Statuses, EveryStatus]);
        if (statuses.Count == 0) statuses = Reservation.Active;
        // What has expired is so from that moment on, whether or not it is noted in the row.
        if (!statuses.Contains(EveryStatus))
        {
            var wantsExpired = statuses.Contains(Reservation.Expired);
            reservations = reservations.Where(r => r.OpenQty > 0 && r.AllocatedQty == 0 && r.ExpiresAt <= now ? wantsExpired : statuses.Contains(r.Status));
        }

        if (query.Ids("itemId") is { Length: > 0 } items) reservations = reservations.Where(r => items.Contains(r.ItemId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) reservations = reservations.Where(r => facilities.Contains(r.FacilityId));
        if (query.Choices("demandType", Reservation.DemandTypes) is { Count: > 0 } types) reservations = reservations.Where(r => types.Contains(r.DemandType));
        if (query.Values("demandId") is { Count: > 0 } demands) reservations = reservations.Where(r => demands.Contains(r.DemandId));
        if (query.Ids("locationId") is { Length: > 0 } locations) reservations = reservations.Where(r => locations.Contains(r.LocationId!.Value));
        if (query.Ids("lotId") is { Length: > 0 } lots) reservations = reservations.Where(r => lots.Contains(r.LotId!.Value));
        if (query.Values("reservationNo") is { Count: > 0 } numbers) reservations = reservations.Where(r => numbers.Contains(r.ReservationNo));
        if (query.Values("externalId") is { Count: > 0 } ids) reservations = reservations.Where(r => ids.Contains(r.ExternalId!));
        foreach (var word in Like.Words(query.Value("q")))
            reservations = reservations.Where(r => EF.Functions.ILike(r.ReservationNo, word, Like.Escape) || EF.Functions.ILike(r.DemandId, word, Like.Escape));
        if (query.Timestamp("updatedSince") is { } since) reservations = reservations.Where(r => r.UpdatedAt >= since);
        return reservations;
    }
}
