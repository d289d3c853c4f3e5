using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Facilities;

static class ListFacilities
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "code", "type", "isActive", "externalId", "q", "updatedSince", "sort");
    static readonly Sorts<Facility> Sorts = new Sorts<Facility>(f => f.Id).By("createdAt", f => f.CreatedAt).By("code", f => f.Code);

    /// <summary>Lists the facilities, newest first.</summary>
    public static async Task<Ok<CountedPage<FacilityView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Facility> facilities = db.Facilities;
        if (query.Values("code") is { Count: > 0 } codes) facilities = facilities.Where(f => codes.Contains(f.Code));
        if (query.Choices("type", Facility.Types) is { Count: > 0 } types) facilities = facilities.Where(f => types.Contains(f.Type));
        if (query.Flag("isActive") is { } active) facilities = facilities.Where(f => f.IsActive == active);
        if (query.Values("externalId") is { Count: > 0 } ids) facilities = facilities.Where(f => ids.Contains(f.ExternalId!));
        if (query.Timestamp("updatedSince") is { } since) facilities = facilities.Where(f => f.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            facilities = facilities.Where(f => EF.Functions.ILike(f.Name, word, Like.Escape) || EF.Functions.ILike(f.Code, word, Like.Escape));

        var page = await Sorts.ReadAsync(facilities, query, cursors, ct);
        return page.As(FacilityView.From);
    }
}
