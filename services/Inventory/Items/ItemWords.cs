using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Items;

/// <summary>The filter <c>q</c> of lists whose rows are of items: each word is in the item's number or name.</summary>
static class ItemWords
{
    /// <summary>A condition by hand for each word that is asked for.</summary>
    /// <param name="column">The id of the row's item.</param>
    /// <param name="t">The tenant's parameter.</param>
    public static string Sql(ListQuery query, SqlQuery sql, string column, string t) => string.Concat(Like.Words(query.Value("q")).Select(sql.Value).Select(word =>
        $" and {column} in (select w.id from items w where w.tenant_id = {t} and (w.item_no ilike {word} or w.name ilike {word}))"));

    /// <summary>The items that hold all words; null when none is asked for.</summary>
    public static IQueryable<Guid>? Find(InventoryDb db, ListQuery query)
    {
        IQueryable<Item>? items = null;
        foreach (var word in Like.Words(query.Value("q")))
            items = (items ?? db.Items).Where(i => EF.Functions.ILike(i.ItemNo, word, Like.Escape) || EF.Functions.ILike(i.Name, word, Like.Escape));
        return items?.Select(i => i.Id);
    }
}
