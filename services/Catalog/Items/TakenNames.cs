using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>Finds out whether another item has a name already that must be an item's alone.</summary>
/// <remarks>Unique indexes stand behind this: who comes at the same moment loses there, is tried again, and is told here.</remarks>
sealed class TakenNames
{
    readonly Dictionary<string, Guid> numbers, externalIds, identifiers;

    TakenNames(Dictionary<string, Guid> numbers, Dictionary<string, Guid> externalIds, Dictionary<string, Guid> identifiers) =>
        (this.numbers, this.externalIds, this.identifiers) = (numbers, externalIds, identifiers);

    /// <summary>Reads who has the names that these requests are about.</summary>
    public static async Task<TakenNames> LoadAsync(CatalogDb db, IReadOnlyList<ItemRequest> requests, CancellationToken ct)
    {
        var numberKeys = requests.Select(r => r.ItemNo).OfType<string>().Select(Item.KeyOf).Distinct().ToList();
        var ids = requests.Select(r => r.ExternalId).OfType<string>().Distinct().ToList();
        // Keys that an item shares with nobody else cannot be taken, so it does not matter whose they are.
        var identifierKeys = requests.SelectMany(r => r.Identifiers ?? []).Where(i => i is { Type: not null, Value: not null })
            .Select(i => Identifier.UniqueKeyOf(Guid.Empty, new IdentifierFacts(Guid.Empty, i.Type!, i.Value!, null, i.PartyId, false))).Distinct().ToList();
        return new TakenNames(
            numberKeys.Count == 0 ? [] : await db.Items.Where(i => numberKeys.Contains(i.ItemNoKey)).ToDictionaryAsync(i => i.ItemNoKey, i => i.Id, ct),
            ids.Count == 0 ? [] : await db.Items.Where(i => ids.Contains(i.ExternalId!)).ToDictionaryAsync(i => i.ExternalId!, i => i.Id, ct),
            identifierKeys.Count == 0 ? [] : await db.Identifiers.Where(i => identifierKeys.Contains(i.UniqueKey)).ToDictionaryAsync(i => i.UniqueKey, i => i.ItemId, ct));
    }

    /// <summary>The conflict, naming the item that has it; null when all is free.</summary>
    public Error? Find(Guid itemId, ItemIntake intake)
    {
        if (Other(numbers, Item.KeyOf(intake.Facts.ItemNo), itemId) is { } sameNumber) return Number(intake.Facts.ItemNo, sameNumber);
        if (intake.Facts.ExternalId is { } externalId && Other(externalIds, externalId, itemId) is { } sameExternalId)
            return Taken("externalId", "duplicate_code", $"There is an item with the external id '{externalId}' already.", sameExternalId);
        foreach (var (index, identifier) in (intake.Identifiers ?? []).Index())
            if (Other(identifiers, Identifier.UniqueKeyOf(itemId, identifier), itemId) is { } other)
                return Taken($"identifiers[{index}].value", "duplicate_identifier", $"'{identifier.Value}' names another item already.", other);
        return null;
    }

    /// <summary>Notes what names the item has now, for the requests that come next.</summary>
    public void Note(Item item)
    {
        foreach (var names in (Dictionary<string, Guid>[])[numbers, externalIds, identifiers])
            foreach (var given in names.Where(name => name.Value == item.Id).Select(name => name.Key).ToList()) names.Remove(given);
        numbers[item.ItemNoKey] = item.Id;
        if (item.ExternalId is { } externalId) externalIds[externalId] = item.Id;
        foreach (var identifier in item.Identifiers) identifiers[identifier.UniqueKey] = item.Id;
    }

    /// <summary>The conflict of a number that an item has.</summary>
    public static Error Number(string itemNo, Guid existingId) =>
        Taken("itemNo", "duplicate_item_no", $"There is an item '{itemNo}' already.", existingId);

    static Guid? Other(Dictionary<string, Guid> names, string name, Guid itemId) => names.TryGetValue(name, out var id) && id != itemId ? id : null;

    static Error Taken(string field, string code, string message, Guid existingId) => Error.Conflict(code, message,
        new ErrorDetail(field, code, "is taken", new Dictionary<string, object?> { ["existingId"] = existingId }));
}
