using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Locations;

static class ListLocations
{
    /// <summary>A nested view is one answer, so it has a bound; larger trees are read flat, page by page.</summary>
    public const int MaxNested = 5_000;

    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "view", "parentLocationId", "type", "isActive", "isPickable", "isReceivable", "code", "externalId", "updatedSince", "q");

    /// <summary>Lists the tree of locations, parents before their children; with <c>view=nested</c> each holds its children.</summary>
    public static async Task<IResult> Handle(Guid facilityId, HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var isNested = query.Choices("view", ["flat", "nested"]) is ["nested"];
        if (!await db.Facilities.AnyAsync(f => f.Id == facilityId, ct)) return Error.NotFound("Facility", $"{facilityId}");
        var locations = db.Locations.Where(l => l.FacilityId == facilityId);
        if (query.Choices("type", Location.Types) is { Count: > 0 } types) locations = locations.Where(l => types.Contains(l.Type));
        if (query.Flag("isActive") is { } active) locations = locations.Where(l => l.IsActive == active);
        if (query.Ids("parentLocationId") is { Length: > 0 } parents) locations = locations.Where(l => parents.Contains(l.ParentLocationId!.Value));
        if (query.Flag("isPickable") is { } pickable) locations = locations.Where(l => l.IsPickable == pickable);
        if (query.Flag("isReceivable") is { } receivable) locations = locations.Where(l => l.IsReceivable == receivable);
        if (query.Values("externalId") is { Count: > 0 } ids) locations = locations.Where(l => ids.Contains(l.ExternalId!));
        if (query.Timestamp("updatedSince") is { } since) locations = locations.Where(l => l.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            locations = locations.Where(l => EF.Functions.ILike(l.Path, word, Like.Escape) || EF.Functions.ILike(l.Name!, word, Like.Escape));
        if (query.Values("code") is { Count: > 0 } codes) locations = locations.Where(l => codes.Contains(l.Code));

        var total = await locations.CountToBoundAsync(ct);
        if (isNested) return await NestedAsync(query, locations, total, ct);
        if (query.After is [var last]) locations = locations.Where(l => string.Compare(l.PathKey, last) > 0);
        var rows = await locations.OrderBy(l => l.PathKey).Skip(query.Offset).Take(query.Limit + 1)
            .Select(l => new { Location = l, ChildCount = db.Locations.Count(child => child.ParentLocationId == l.Id) }).ToListAsync(ct);
        return Lists.Page(query, cursors, rows, total, r => LocationView.From(r.Location, r.ChildCount), r => [r.Location.PathKey]);
    }

    static async Task<IResult> NestedAsync(ListQuery query, IQueryable<Location> locations, long total, CancellationToken ct)
    {
        if (total > MaxNested)
            return Error.InvalidParameter("view", $"view=nested goes to {MaxNested} locations; this facility has more. Read them flat.");
        var all = await locations.OrderBy(l => l.PathKey).ToListAsync(ct);
        var (known, below) = (all.Select(l => l.Id).ToHashSet(), all.ToLookup(l => l.ParentLocationId ?? Guid.Empty));
        // A filter may leave out a parent; its children then stand at the top.
        var roots = all.Where(l => l.ParentLocationId is not { } parent || !known.Contains(parent));
        return TypedResults.Ok(new CountedPage<LocationView>(
            [.. roots.Skip(query.Offset).Take(query.Limit).Select(Nest)], total, query.Limit, query.Offset, null, true));

        LocationView Nest(Location location)
        {
            var children = below[location.Id].Select(Nest).ToList();
            return LocationView.From(location, children.Count, children);
        }
    }
}
