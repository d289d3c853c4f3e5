using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Allocations;

static class ListAllocations
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "reservationId", "itemId", "facilityId", "locationId", "lotId", "status", "updatedSince", "q", "sort", WaitForLedger.Parameter);
    static readonly Sorts<Allocation> Sorts = new Sorts<Allocation>(a => a.Id).By("allocatedAt", a => a.AllocatedAt);

    public static void MapAllocations(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/allocations", Handle).RequireScope("inventory:read").WithList(Rules);

    /// <summary>Lists the stock that is, or was, set aside, the newest first.</summary>
    public static async Task<Ok<CountedPage<AllocationView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Allocation> allocations = db.Allocations;
        if (query.Ids("reservationId") is { Length: > 0 } reservations) allocations = allocations.Where(a => reservations.Contains(a.ReservationId));
        if (query.Ids("itemId") is { Length: > 0 } items) allocations = allocations.Where(a => items.Contains(a.ItemId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) allocations = allocations.Where(a => facilities.Contains(a.FacilityId));
        if (query.Ids("locationId") is { Length: > 0 } locations) allocations = allocations.Where(a => locations.Contains(a.LocationId));
        if (query.Ids("lotId") is { Length: > 0 } lots) allocations = allocations.Where(a => lots.Contains(a.LotId));
        if (query.Choices("status", Allocation.Statuses) is { Count: > 0 } statuses) allocations = allocations.Where(a => statuses.Contains(a.Status));

        if (ItemWords.Find(db, query) is { } found) allocations = allocations.Where(a => found.Contains(a.ItemId));
        if (query.Timestamp("updatedSince") is { } since) allocations = allocations.Where(a => a.UpdatedAt >= since);

        var page = await Sorts.ReadAsync(allocations, query, cursors, ct);
        return page.As(AllocationView.From);
    }
}
