using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Reservations;

static class ListReservations
{
    const string EveryStatus = "all";

    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "itemId", "facilityId", "demandType", "demandId");

    /// <summary>Lists the reservations that hold something, the newest first. <c>status</c> asks for others; <c>status=all</c> for all.</summary>
    public static async Task<Ok<Page<ReservationView>>> Handle(
        HttpContext http, InventoryDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var (query, now) = (ListQuery.Parse(http, Rules, cursors), time.GetUtcNow());
        var reservations = Filter(db.Reservations, query, now);
        var total = await reservations.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            reservations = reservations.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await reservations.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var allocations = (await db.Allocations.Where(a => ids.Contains(a.ReservationId)).OrderBy(a => a.AllocatedAt).ThenBy(a => a.Id).ToListAsync(ct))
            .ToLookup(a => a.ReservationId);
        return Reply.Page(query, cursors, rows, total, r => ReservationView.From(r, allocations[r.Id], now), r => [r.CreatedAt.ToString("O"), $"{r.Id}"]);
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
        return reservations;
    }
}
