using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Facilities;

static class ListFacilities
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "code", "type", "isActive", "externalId", "q");

    /// <summary>Lists the facilities, newest first.</summary>
    public static async Task<Ok<Page<FacilityView>>> Handle(HttpContext http, InventoryDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Facility> facilities = db.Facilities;
        if (query.Values("code") is { Count: > 0 } codes) facilities = facilities.Where(f => codes.Contains(f.Code));
        if (query.Choices("type", Facility.Types) is { Count: > 0 } types) facilities = facilities.Where(f => types.Contains(f.Type));
        if (query.Flag("isActive") is { } active) facilities = facilities.Where(f => f.IsActive == active);
        if (query.Values("externalId") is { Count: > 0 } ids) facilities = facilities.Where(f => ids.Contains(f.ExternalId!));
        foreach (var word in Like.Words(query.Value("q")))
            facilities = facilities.Where(f => EF.Functions.ILike(f.Name, word, Like.Escape) || EF.Functions.ILike(f.Code, word, Like.Escape));

        var total = await facilities.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            facilities = facilities.Where(f => EF.Functions.LessThan(ValueTuple.Create(f.CreatedAt, f.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await facilities.OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, FacilityView.From, f => [f.CreatedAt.ToString("O"), $"{f.Id}"]);
    }
}
