using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class ListBoms
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "itemId", "componentItemId", "bomNo", "revision", "effectiveOn", "updatedSince", "q");

    /// <summary>Lists bills of materials with their components, newest first. <c>q</c> looks into the number, the revision and the item's number.</summary>
    public static async Task<Ok<Page<BomView>>> Handle(HttpContext http, ProductionDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var boms = Filter(db.Boms, query);
        var total = await boms.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            boms = boms.Where(b => EF.Functions.LessThan(ValueTuple.Create(b.CreatedAt, b.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await boms.Include(b => b.Components).AsSplitQuery().OrderByDescending(b => b.CreatedAt).ThenByDescending(b => b.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, BomView.From, b => [b.CreatedAt.ToString("O"), $"{b.Id}"]);
    }

    static IQueryable<Bom> Filter(IQueryable<Bom> boms, ListQuery query)
    {
        if (query.Choices("status", [.. Bom.Statuses]) is { Count: > 0 } statuses) boms = boms.Where(b => statuses.Contains(b.Status));
        if (query.Ids("itemId") is { Length: > 0 } items) boms = boms.Where(b => items.Contains(b.ItemId));
        if (query.Ids("componentItemId") is { Length: > 0 } parts) boms = boms.Where(b => b.Components.Any(c => parts.Contains(c.ItemId)));
        if (query.Values("bomNo") is { Count: > 0 } numbers) boms = boms.Where(b => numbers.Contains(b.BomNo));
        if (query.Values("revision") is { Count: > 0 } revisions) boms = boms.Where(b => revisions.Contains(b.Revision!));
        if (query.Date("effectiveOn") is { } day)
            boms = boms.Where(b => (b.EffectiveFrom == null || b.EffectiveFrom <= day) && (b.EffectiveTo == null || b.EffectiveTo >= day));
        if (query.Timestamp("updatedSince") is { } since) boms = boms.Where(b => b.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            boms = boms.Where(b => EF.Functions.ILike(b.BomNo, word, Like.Escape) || EF.Functions.ILike(b.Revision!, word, Like.Escape)
                || EF.Functions.ILike(b.ItemNo, word, Like.Escape));
        return boms;
    }
}
