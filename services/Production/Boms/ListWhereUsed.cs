using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

/// <summary>A place where an item is used.</summary>
/// <param name="ItemId">What is made of it.</param>
/// <param name="Qty">How much is used for <c>outputQty</c>, in <c>uomCode</c>.</param>
public sealed record WhereUsedView(
    Guid BomId, string BomNo, int VersionNo, string? Revision, string Status, Guid ItemId, string ItemNo, decimal OutputQty, string OutputUomCode,
    int LineNo, decimal Qty, string UomCode, decimal ScrapPct, bool IsPhantom, DateOnly? EffectiveFrom, DateOnly? EffectiveTo);

static class ListWhereUsed
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "effectiveOn");

    /// <summary>Lists what an item goes into directly, by versions that are active unless <c>status</c> says otherwise, the newest first.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProductionDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        if (!await db.Items.AnyAsync(i => i.Id == id, ct)) return Error.NotFound("Item", $"{id}");
        var statuses = query.Choices("status", [.. Bom.Statuses]) is { Count: > 0 } asked ? asked : [Bom.Active];
        var uses = from bom in db.Boms from component in bom.Components where component.ItemId == id && statuses.Contains(bom.Status) select new { bom, component };
        if (query.Date("effectiveOn") is { } day)
            uses = uses.Where(use => (use.bom.EffectiveFrom == null || use.bom.EffectiveFrom <= day) && (use.bom.EffectiveTo == null || use.bom.EffectiveTo >= day));
        var total = await uses.LongCountAsync(ct);
        if (query.After is [var at, var componentId])
        {
            var (lastAt, last) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(componentId));
            uses = uses.Where(use => EF.Functions.LessThan(ValueTuple.Create(use.bom.CreatedAt, use.component.Id), ValueTuple.Create(lastAt, last)));
        }

        var rows = await uses.OrderByDescending(use => use.bom.CreatedAt).ThenByDescending(use => use.component.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, use => View(use.bom, use.component), use => [use.bom.CreatedAt.ToString("O"), $"{use.component.Id}"]);
    }

    static WhereUsedView View(Bom bom, BomComponent part) => new(
        bom.Id, bom.BomNo, bom.VersionNo, bom.Revision, bom.Status, bom.ItemId, bom.ItemNo, bom.OutputQty, bom.OutputUomCode, part.LineNo, part.Qty,
        part.UomCode, part.ScrapPct, part.IsPhantom, bom.EffectiveFrom, bom.EffectiveTo);
}
