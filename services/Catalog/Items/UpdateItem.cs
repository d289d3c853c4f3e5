using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>What to change about an item: what is absent stays, null empties what may be empty.</summary>
public sealed record UpdateItemRequest : ItemRequest, IReadable<UpdateItemRequest>
{
    public static UpdateItemRequest Read(Fields fields) => Read<UpdateItemRequest>(fields, isNew: false);
}

static class UpdateItem
{
    /// <summary>Changes an item. A change to what it says already is 200 and changes nothing. Deactivate what is no longer used; items are not deleted.</summary>
    public static async Task<IResult> Handle(
        string itemId, Body<UpdateItemRequest> body, HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        if (await FindAsync(db, itemId, ct) is not { } item) return Error.NotFound("Item", itemId);
        http.CheckIfMatch(item.Version);
        var request = body.Value;
        var uoms = await UomBook.ReadAsync(db, ct);
        var intake = new ItemIntake(request, uoms, item);
        if ((await TakenNames.LoadAsync(db, [request], ct)).Find(item.Id, intake) is { } taken) return taken;

        if (item.Become(intake.Facts, intake.Identifiers, intake.Attributes, intake.Conversions, request.Metadata, time.GetUtcNow()))
        {
            db.Announce(item, uoms);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(item.Version);
        return Reply.Ok(ItemDetailView.From(item, uoms));
    }

    // The row is locked first, so that a change that is on its way is seen with all that belongs to it.
    static async Task<Item?> FindAsync(CatalogDb db, string itemId, CancellationToken ct)
    {
        if (!Guid.TryParse(itemId, out var id)) return null;
        await db.Database.ExecuteSqlAsync($"select from items where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.Items.WithAll().FirstOrDefaultAsync(i => i.Id == id, ct);
    }
}
