using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

/// <summary>All that something is made of, over all levels. Each quantity is exact until it is rounded up to the decimals of its unit.</summary>
/// <param name="Qty">How much is made, in <c>uom</c>.</param>
/// <param name="Tree">Each component, below what it goes into.</param>
/// <param name="Summary">What the tree ends in, each item once: so much of it must be there.</param>
public sealed record ExplosionView(Guid BomId, Guid ItemId, decimal Qty, string Uom, IReadOnlyList<ExplodedNodeView> Tree, IReadOnlyList<ExplodedItemView> Summary);

/// <summary>A component at one place of the tree.</summary>
/// <param name="No">1 and up, in the order of the tree.</param>
/// <param name="ParentNo">What it goes into; null for a component of the whole.</param>
/// <param name="BomId">What it is made of itself; null where the tree ends.</param>
/// <param name="Uom">The item's base unit.</param>
public sealed record ExplodedNodeView(int No, int? ParentNo, int Level, Guid ItemId, string ItemNo, decimal Qty, string Uom, bool IsPhantom, Guid? BomId);

/// <summary>How much is needed of an item in all.</summary>
/// <param name="Uom">The item's base unit.</param>
public sealed record ExplodedItemView(Guid ItemId, string ItemNo, decimal Qty, string Uom);

static class ExplodeBom
{
    const int MaxLevels = 100;

    /// <summary>
    /// Takes apart <c>qty</c> of what a version makes (what it makes at once when absent), as the components are made today, down to
    /// <c>levels</c> levels (all when absent).
    /// </summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var (qty, levels) = ((decimal?)null, MaxLevels);
        if (http.Request.Query["qty"] is { Count: > 0 } quantity)
        {
            if (!decimal.TryParse(quantity[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var asked)
                || asked is <= 0 or > StockFields.MaxQty || decimal.Round(asked, 6) != asked)
                return Error.InvalidParameter("qty", "qty must be a number above 0 with at most 6 decimals.");
            qty = asked;
        }

        if (http.Request.Query["levels"] is { Count: > 0 } depth
            && (!int.TryParse(depth[^1], NumberStyles.None, CultureInfo.InvariantCulture, out levels) || levels is < 1 or > MaxLevels))
            return Error.InvalidParameter("levels", $"levels must be a whole number between 1 and {MaxLevels}.");
        if (await db.Boms.Include(b => b.Components).FirstOrDefaultAsync(b => b.Id == id, ct) is not { } bom) return Error.NotFound("BOM", $"{id}");

        var recipes = await RecipeBook.BelowAsync(db, bom, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        var explosion = Explosion.Of(bom.ToRecipe(), bom.InBase(qty ?? bom.OutputQty), levels, item => recipes.Of(item));
        var ids = explosion.Tree.Select(node => node.ItemId).Distinct().ToList();
        var items = await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        return Reply.Ok(new ExplosionView(
            bom.Id, bom.ItemId, qty ?? bom.OutputQty, bom.OutputUomCode,
            [.. explosion.Tree.Select(node => new ExplodedNodeView(node.No, node.ParentNo, node.Level, node.ItemId, items[node.ItemId].ItemNo,
                node.Qty.RoundedUp(items[node.ItemId].BaseUomDecimals), items[node.ItemId].BaseUomCode, node.IsPhantom, node.BomId))],
            [.. explosion.Summary.OrderBy(sum => items[sum.Key].ItemNo, StringComparer.Ordinal).Select(sum => new ExplodedItemView(
                sum.Key, items[sum.Key].ItemNo, sum.Value.RoundedUp(items[sum.Key].BaseUomDecimals), items[sum.Key].BaseUomCode))]));
    }
}
