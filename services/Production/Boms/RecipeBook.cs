using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

/// <summary>The recipes of everything that a version is made of, over all levels, as they hold on one day.</summary>
sealed class RecipeBook
{
    readonly Dictionary<Guid, Bom> boms;
    readonly Dictionary<(Guid ItemId, bool WithScrap), Recipe> recipes = [];

    RecipeBook(Dictionary<Guid, Bom> boms) => this.boms = boms;

    /// <summary>Reads them all at once, however many levels there are.</summary>
    public static async Task<RecipeBook> BelowAsync(ProductionDb db, Bom bom, DateOnly day, CancellationToken ct)
    {
        var ids = await db.Database.SqlQuery<Guid>($"""
            with recursive below as (
              select b.id from bom_components c
              join boms b on b.tenant_id = c.tenant_id and b.item_id = c.item_id and b.status = {Bom.Active}
                and coalesce(b.effective_from <= {day}, true) and coalesce(b.effective_to >= {day}, true)
              where c.tenant_id = {db.CurrentTenant} and c.bom_id = {bom.Id}
              union
              select b.id from below
              join bom_components c on c.tenant_id = {db.CurrentTenant} and c.bom_id = below.id
              join boms b on b.tenant_id = c.tenant_id and b.item_id = c.item_id and b.status = {Bom.Active}
                and coalesce(b.effective_from <= {day}, true) and coalesce(b.effective_to >= {day}, true))
            select id as "Value" from below
            """).ToListAsync(ct);
        return new(await db.Boms.Include(b => b.Components).Where(b => ids.Contains(b.Id)).ToDictionaryAsync(b => b.ItemId, ct));
    }

    /// <summary>The recipe of an item; null for what is not made here on that day.</summary>
    /// <param name="withScrap">False: only what goes in, without what is usually spoilt.</param>
    public Recipe? Of(Guid itemId, bool withScrap = true)
    {
        if (recipes.TryGetValue((itemId, withScrap), out var known)) return known;
        return boms.TryGetValue(itemId, out var bom) ? recipes[(itemId, withScrap)] = bom.ToRecipe(withScrap) : null;
    }

    /// <summary>The version by which an item is made.</summary>
    public Bom BomOf(Guid itemId) => boms[itemId];
}
