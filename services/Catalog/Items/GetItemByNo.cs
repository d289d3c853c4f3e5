using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

static class GetItemByNo
{
    /// <summary>Reads the item with this number, whatever its case. A number may hold slashes.</summary>
    public static async Task<IResult> Handle(string itemNo, HttpContext http, CatalogDb db, CancellationToken ct)
    {
        var key = Item.KeyOf(itemNo);
        return await db.Items.WithAll().FirstOrDefaultAsync(i => i.ItemNoKey == key, ct) is { } item
            ? await GetItem.AnswerAsync(item, http, db, ct)
            : Error.NotFound("Item", itemNo);
    }
}
