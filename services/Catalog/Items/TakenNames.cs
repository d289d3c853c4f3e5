using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>Finds out whether another item has a name already that must be an item's alone.</summary>
static class TakenNames
{
    /// <summary>The conflict, naming the item that has it; null when all is free.</summary>
    /// <remarks>Unique indexes stand behind this: who comes at the same moment loses there, is tried again, and is told here.</remarks>
    public static async Task<Error?> FindAsync(CatalogDb db, Guid itemId, ItemIntake intake, CancellationToken ct)
    {
        var (key, externalId) = (Item.KeyOf(intake.Facts.ItemNo), intake.Facts.ExternalId);
        if (await IdOf(db.Items.Where(i => i.ItemNoKey == key && i.Id != itemId), ct) is { } sameNumber)
            return Taken("itemNo", "duplicate_item_no", $"There is an item '{intake.Facts.ItemNo}' already.", sameNumber);
        if (externalId is not null && await IdOf(db.Items.Where(i => i.ExternalId == externalId && i.Id != itemId), ct) is { } sameExternalId)
            return Taken("externalId", "duplicate_code", $"There is an item with the external id '{externalId}' already.", sameExternalId);

        if (intake.Identifiers is not { Count: > 0 } identifiers) return null;
        var keys = identifiers.Select(i => Identifier.UniqueKeyOf(itemId, i)).ToList();
        var other = await db.Identifiers.AsNoTracking().Where(i => keys.Contains(i.UniqueKey) && i.ItemId != itemId).FirstOrDefaultAsync(ct);
        if (other is null) return null;
        var index = keys.IndexOf(other.UniqueKey);
        return Taken($"identifiers[{index}].value", "duplicate_identifier", $"'{identifiers[index].Value}' names another item already.", other.ItemId);
    }

    static Task<Guid?> IdOf(IQueryable<Item> items, CancellationToken ct) => items.Select(i => (Guid?)i.Id).FirstOrDefaultAsync(ct);

    static Error Taken(string field, string code, string message, Guid existingId) => Error.Conflict(code, message,
        new ErrorDetail(field, code, "is taken", new Dictionary<string, object?> { ["existingId"] = existingId }));
}
