using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

/// <summary>A new item. <c>itemNo</c>, <c>name</c> and <c>baseUomId</c> are required.</summary>
public sealed record CreateItemRequest : ItemRequest, IReadable<CreateItemRequest>
{
    public static CreateItemRequest Read(Fields fields) => Read<CreateItemRequest>(fields, isNew: true);
}

static class CreateItem
{
    /// <summary>Makes an item.</summary>
    public static async Task<IResult> Handle(
        Body<CreateItemRequest> body, HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        var uoms = await UomBook.ReadAsync(db, ct);
        var intake = new ItemIntake(request, uoms, before: null);
        var now = time.GetUtcNow();
        var item = new Item { Id = Guid.CreateVersion7(now), CreatedBy = Caller.Of(http).Credential, CreatedAt = now };
        if ((await TakenNames.LoadAsync(db, [request], ct)).Find(item.Id, intake) is { } taken) return taken;

        item.Become(intake.Facts, intake.Identifiers, intake.Attributes, intake.Conversions, request.Metadata, now);
        db.AddItem(item);
        db.Announce(item, uoms);
        await db.SaveChangesAsync(ct);
        Metrics.ItemsCreated.Add(1);
        http.SetETag(item.Version);
        return Reply.Created($"/v1/items/{item.Id}", ItemDetailView.From(item, uoms));
    }
}
