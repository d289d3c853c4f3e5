using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

static class GetItem
{
    /// <summary>Reads one item with its identifiers, attributes and conversions.</summary>
    public static async Task<IResult> Handle(string itemId, HttpContext http, CatalogDb db, CancellationToken ct)
    {
        if (!Guid.TryParse(itemId, out var id) || await db.Items.WithAll().FirstOrDefaultAsync(i => i.Id == id, ct) is not { } item)
            return Error.NotFound("Item", itemId);
        return await AnswerAsync(item, http, db, ct);
    }

    /// <summary>The item as one is read by whatever name.</summary>
    public static async Task<IResult> AnswerAsync(Item item, HttpContext http, CatalogDb db, CancellationToken ct)
    {
        http.SetETag(item.Version);
        var uoms = item.UomConversions.Count == 0 ? new UomBook([item.BaseUom!]) : await UomBook.ReadAsync(db, ct);
        return Reply.Ok(ItemDetailView.From(item, uoms));
    }

    /// <summary>With all that belongs to it. Several queries, because one would multiply identifiers by attributes by conversions.</summary>
    public static IQueryable<Item> WithAll(this IQueryable<Item> items) =>
        items.Include(i => i.BaseUom).Include(i => i.Identifiers).Include(i => i.Attributes).Include(i => i.UomConversions).AsSplitQuery();
}
