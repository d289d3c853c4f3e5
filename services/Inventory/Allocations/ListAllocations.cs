using System.Globalization;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Allocations;

static class ListAllocations
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "reservationId", "itemId", "facilityId", "locationId", "lotId", "status");

    public static void MapAllocations(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/allocations", Handle).RequireScope("inventory:read").WithList(Rules);

    /// <summary>Lists the stock that is, or was, set aside, the newest first.</summary>
    public static async Task<Ok<Page<AllocationView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Allocation> allocations = db.Allocations;
        if (query.Ids("reservationId") is { Length: > 0 } reservations) allocations = allocations.Where(a => reservations.Contains(a.ReservationId));
        if (query.Ids("itemId") is { Length: > 0 } items) allocations = allocations.Where(a => items.Contains(a.ItemId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) allocations = allocations.Where(a => facilities.Contains(a.FacilityId));
        if (query.Ids("locationId") is { Length: > 0 } locations) allocations = allocations.Where(a => locations.Contains(a.LocationId));
        if (query.Ids("lotId") is { Length: > 0 } lots) allocations = allocations.Where(a => lots.Contains(a.LotId));
        if (query.Choices("status", Allocation.Statuses) is { Count: > 0 } statuses) allocations = allocations.Where(a => statuses.Contains(a.Status));

        var total = await allocations.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            allocations = allocations.Where(a => EF.Functions.LessThan(ValueTuple.Create(a.AllocatedAt, a.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await allocations.OrderByDescending(a => a.AllocatedAt).ThenByDescending(a => a.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, AllocationView.From, a => [a.AllocatedAt.ToString("O"), $"{a.Id}"]);
    }
}
