using System.Globalization;
using Atlas.Catalog.Items;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Uoms;

static class ListUoms
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "code", "dimension", "isActive", "externalId", "updatedSince", "q");

    /// <summary>Lists the units of measure, newest first.</summary>
    public static async Task<Ok<Page<UomView>>> Handle(HttpContext http, CatalogDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Uom> uoms = db.Uoms;
        if (query.Values("code") is { Count: > 0 } codes)
        {
            var keys = codes.Select(Uom.KeyOf).ToList();
            uoms = uoms.Where(u => keys.Contains(u.CodeKey));
        }

        if (query.Choices("dimension", Uom.Dimensions) is { Count: > 0 } dimensions) uoms = uoms.Where(u => dimensions.Contains(u.Dimension));
        if (query.Flag("isActive") is { } isActive) uoms = uoms.Where(u => u.IsActive == isActive);
        if (query.Values("externalId") is { Count: > 0 } ids) uoms = uoms.Where(u => ids.Contains(u.ExternalId!));
        if (query.Timestamp("updatedSince") is { } since) uoms = uoms.Where(u => u.UpdatedAt >= since);
        foreach (var term in (query.Value("q") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = $"%{SearchText.Escape(term)}%";
            uoms = uoms.Where(u => EF.Functions.ILike(u.Code, pattern, "\\") || EF.Functions.ILike(u.Name, pattern, "\\"));
        }

        var total = await uoms.LongCountAsync(ct);
        if (query.After is [var at, var last])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(last));
            uoms = uoms.Where(u => EF.Functions.LessThan(ValueTuple.Create(u.CreatedAt, u.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await uoms.OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, UomView.From, u => [u.CreatedAt.ToString("O"), u.Id.ToString()]);
    }
}
