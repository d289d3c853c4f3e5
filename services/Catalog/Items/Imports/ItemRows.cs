using System.Text.Json;
using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items.Imports;

/// <summary>Makes and changes the items of some rows, one after another, by the rules of the API. What the rows need is read at once.</summary>
sealed class ItemRows(CatalogDb db, ItemImport import, DateTimeOffset now)
{
    readonly List<ImportError> errors = [];
    readonly HashSet<string> newNumbers = [];
    UomBook uoms = null!;
    TakenNames taken = null!;
    Dictionary<string, Item> items = null!;
    int created, updated, unchanged;

    /// <summary>Decides the rows. What they change is saved with the context.</summary>
    public async Task<ImportedRows> ImportAsync(IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        uoms = await UomBook.ReadAsync(db, ct);
        var keys = rows.Select(row => NumberOf(row)).OfType<string>().Select(Item.KeyOf).Distinct().ToList();
        await db.LockItemsAsync(keys, ct);
        items = await db.Items.WithAll().Where(i => keys.Contains(i.ItemNoKey)).ToDictionaryAsync(i => i.ItemNoKey, ct);
        var requests = rows.Select(Read).ToList();
        taken = await TakenNames.LoadAsync(db, [.. requests.Select(r => r.Request).OfType<ItemRequest>()], ct);
        foreach (var (row, request) in requests)
            if (request is not null) Decide(row, request);
        return new ImportedRows(rows.Count, created, updated, unchanged, [.. errors.OrderBy(error => error.Row)]);
    }

    // The same body means a new item or a change, by whether its number is known. A number may come twice.
    (ImportRow Row, ItemRequest? Request) Read(ImportRow row)
    {
        if (row.Problem is { } problem)
        {
            Reject(row, problem);
            return (row, null);
        }

        var fields = new Fields(row.Body, strict: true);
        var key = NumberOf(row) is { } number ? Item.KeyOf(number) : null;
        var isNew = key is null || !(items.ContainsKey(key) || newNumbers.Contains(key));
        ItemRequest request = isNew ? CreateItemRequest.Read(fields) : UpdateItemRequest.Read(fields);
        if (fields.Refusal() is { } refusal)
        {
            Reject(row, refusal);
            return (row, null);
        }

        if (isNew) newNumbers.Add(key!);
        return (row, request);
    }

    void Decide(ImportRow row, ItemRequest request)
    {
        var before = items.GetValueOrDefault(Item.KeyOf(NumberOf(row)!));
        try
        {
            if (before is null && request is not CreateItemRequest)
                throw new RefusedException(Error.BadRequest("invalid_row", "It changes the item of an earlier row, which was rejected."));
            if (before is not null && import.Mode == ItemImport.Create) throw new RefusedException(TakenNames.Number(request.ItemNo!, before.Id));
            var item = before ?? new Item { Id = Guid.CreateVersion7(now), CreatedBy = import.CreatedBy, CreatedAt = now };
            var intake = new ItemIntake(request, uoms, before);
            if (taken.Find(item.Id, intake) is { } conflict) throw new RefusedException(conflict);
            var isChanged = item.Become(intake.Facts, intake.Identifiers, intake.Attributes, intake.Conversions, request.Metadata, now);
            taken.Note(item);
            items[item.ItemNoKey] = item;
            if (before is null) db.AddItem(item);
            if (isChanged && !import.IsDryRun) db.Announce(item, uoms);
            if (before is null) created++;
            else if (isChanged) updated++;
            else unchanged++;
        }
        catch (RefusedException refused)
        {
            Reject(row, refused.Error);
        }
        catch (BrokenRuleException broken)
        {
            Reject(row, broken.ToError());
        }
    }

    void Reject(ImportRow row, Error error) => errors.Add(new ImportError(row.Number, NumberOf(row), error.Code, error.Message, error.Details));

    // Null where it is missing or no text: the request says what is wrong then.
    static string? NumberOf(ImportRow row) =>
        row.Problem is null && row.Body.TryGetProperty("itemNo", out var number) && number.ValueKind == JsonValueKind.String
        && number.GetString()!.Trim() is { Length: > 0 and <= ItemRules.MaxItemNo } text ? text : null;
}
