using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>A page of items.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Count">Rows that match in all, counted to 10,000, with <c>q</c> to 1,000; one more than that means that there are more.</param>
/// <param name="Limit">The limit that was applied, after clamping.</param>
/// <param name="Offset">Rows skipped.</param>
/// <param name="NextCursor">Where the next page starts; null at the end.</param>
/// <param name="CountIsExact">False when more rows match than are counted.</param>
public sealed record ItemPage(IReadOnlyList<ItemView> Data, long Count, int Limit, int Offset, string? NextCursor, bool CountIsExact);

static class ListItems
{
    /// <summary>Counting goes this far, so that a page costs the same among a thousand items and a million.</summary>
    public const int MaxCount = 10_000;

    /// <summary>With <c>q</c>, where each row that is counted must be looked at.</summary>
    public const int MaxCountOfSearch = 1_000;

    const string AttributePrefix = "attr.";
    const int MaxAttributeFilters = 5;
    static readonly string[] Sorts = ["createdAt", "updatedAt", "itemNo", "name"];

    public static readonly ListRules Rules = new(ListRules.UsualLimit,
        "q", "itemNo", "itemKind", "isActive", "lotTracking", "serialTracking", "expiryTracking", "baseUomId", "categoryId", "externalId",
        "identifier", "hasStockHistory", "updatedSince", "sort");

    /// <summary>
    /// Lists the items, newest first, or by <c>sort</c>: <c>createdAt</c>, <c>updatedAt</c>, <c>itemNo</c> or <c>name</c>, with <c>-</c> in
    /// front for the other way round. <c>q</c> finds items whose number, name or identifiers hold all of its words, in any case and with
    /// or without accents: words of three letters anywhere, shorter ones where a word begins. <c>attr.{key}={value}</c> finds items
    /// with that attribute.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, CatalogDb db, ItemSearch search, SearchSamples samples, Cursors cursors, CancellationToken ct)
    {
        string[] attributes = [.. http.Request.Query.Keys.Where(name => name.StartsWith(AttributePrefix, StringComparison.Ordinal) && name.Length > AttributePrefix.Length)];
        if (attributes.Length > MaxAttributeFilters)
            throw new RefusedException(Error.InvalidParameter(attributes[MaxAttributeFilters], $"At most {MaxAttributeFilters} attributes can be asked for at once."));
        var query = ListQuery.Parse(http, Rules with { Filters = [.. Rules.Filters, .. attributes] }, cursors);
        var terms = Terms(query);

        var isSearch = terms.Count > 0;
        // The sample first: whoever searches has a connection then, and must not wait for a second one.
        var found = Filter(
            isSearch ? Search(await samples.OfAsync(db.CurrentTenant, ct), terms, await search.BeginAsync(ct)) : db.Items, query, attributes);
        var sort = Sort(query);
        List<Item> rows;
        int count;
        var most = isSearch ? MaxCountOfSearch : MaxCount;
        if (isSearch)
        {
            var ids = await found.Select(i => i.Id).Take(most + 1).ToListAsync(ct);
            count = ids.Count;
            if (count <= most)
            {
                // Where few match, they are known now.
                await ItemSearch.FewMatchAsync(db, ct);
                rows = await ReadAsync(Page(db.Items.Where(i => ids.Contains(i.Id))));
            }
            else
            {
                // Of many, the page is met early on a walk in its order.
                rows = await ReadInOrderAsync(db, await Page(found).Select(i => i.Id).ToListAsync(ct), ct);
            }
        }
        else
        {
            count = await found.Select(i => 1).Take(most + 1).CountAsync(ct);
            rows = await ReadAsync(Page(found));
        }

        var more = rows.Count > query.Limit && query.Limit > 0;
        return TypedResults.Ok(new ItemPage(
            [.. rows.Take(query.Limit).Select(ItemView.From)], count, query.Limit, query.Offset,
            more ? cursors.Seal(sort.KeyOf(rows[query.Limit - 1]), query.CursorScope) : null, count <= most));

        IQueryable<Item> Page(IQueryable<Item> items) => sort.Order(items, query.After).Skip(query.Offset).Take(query.Limit + 1);
        Task<List<Item>> ReadAsync(IQueryable<Item> page) => page.Include(i => i.BaseUom).ToListAsync(ct);
    }

    static async Task<List<Item>> ReadInOrderAsync(CatalogDb db, List<Guid> ids, CancellationToken ct)
    {
        var rows = await db.Items.Where(i => ids.Contains(i.Id)).Include(i => i.BaseUom).ToDictionaryAsync(i => i.Id, ct);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    static IQueryable<Item> Search(SearchSample sample, IReadOnlyList<string> terms, IQueryable<Item> items)
    {
        foreach (var term in terms)
        {
            var part = sample.CheapestPart(term);
            var pattern = SearchText.Pattern(part);
            items = items.Where(i => EF.Functions.Like(i.SearchText, pattern, "\\")); // The index answers this,
            if (part != term) items = items.Where(i => i.SearchText.IndexOf(term) >= 0); // and this is asked of the rows that it finds.
        }

        return items;
    }

    static IReadOnlyList<string> Terms(ListQuery query)
    {
        if (query.Value("q") is not { Length: > 0 } question || string.IsNullOrWhiteSpace(question)) return [];
        if (question.Length > SearchText.MaxQuestion)
            throw new RefusedException(Error.InvalidParameter("q", $"q can have {SearchText.MaxQuestion} characters."));
        return SearchText.Terms(question) switch
        {
            { Count: 0 } => throw new RefusedException(Error.InvalidParameter("q", "q must have a letter or a digit.")),
            { Count: > SearchText.MaxTerms } => throw new RefusedException(Error.InvalidParameter("q", $"q can have {SearchText.MaxTerms} words.")),
            var terms => terms,
        };
    }

    static IQueryable<Item> Filter(IQueryable<Item> items, ListQuery query, string[] attributes)
    {
        if (query.Values("itemNo") is { Count: > 0 } numbers)
        {
            var keys = numbers.Select(Item.KeyOf).ToList();
            items = items.Where(i => keys.Contains(i.ItemNoKey));
        }

        if (query.Values("identifier") is { Count: > 0 } codes)
        {
            var keys = codes.Select(Identifier.ScanKeyOf).ToList();
            items = items.Where(i => i.Identifiers.Any(x => keys.Contains(x.UniqueKey) || codes.Contains(x.Value)));
        }

        if (query.Choices("itemKind", Item.Kinds) is { Count: > 0 } kinds) items = items.Where(i => kinds.Contains(i.ItemKind));
        if (query.Choices("lotTracking", Item.TrackingModes) is { Count: > 0 } lots) items = items.Where(i => lots.Contains(i.LotTracking));
        if (query.Choices("serialTracking", Item.TrackingModes) is { Count: > 0 } serials) items = items.Where(i => serials.Contains(i.SerialTracking));
        if (query.Choices("expiryTracking", Item.TrackingModes) is { Count: > 0 } expiries) items = items.Where(i => expiries.Contains(i.ExpiryTracking));
        if (query.Flag("isActive") is { } isActive) items = items.Where(i => i.IsActive == isActive);
        if (query.Flag("hasStockHistory") is { } hasStock) items = items.Where(i => i.HasStockHistory == hasStock);
        if (query.Values("baseUomId") is { Count: > 0 } uoms)
        {
            var codesOfUoms = uoms.Select(Uoms.Uom.KeyOf).ToList();
            var ids = uoms.Select(uom => Guid.TryParse(uom, out var id) ? id : Guid.Empty).ToList();
            items = items.Where(i => ids.Contains(i.BaseUomId) || codesOfUoms.Contains(i.BaseUom!.CodeKey) || uoms.Contains(i.BaseUom.ExternalId!));
        }

        if (query.Ids("categoryId") is { Length: > 0 } categories) items = items.Where(i => categories.Contains(i.CategoryId!.Value));
        if (query.Values("externalId") is { Count: > 0 } externalIds) items = items.Where(i => externalIds.Contains(i.ExternalId!));
        if (query.Timestamp("updatedSince") is { } since) items = items.Where(i => i.UpdatedAt >= since);
        foreach (var name in attributes)
        {
            var key = name[AttributePrefix.Length..];
            var values = query.Values(name).SelectMany(AttributeValue.KeysOf).ToList();
            items = items.Where(i => i.Attributes.Any(a => a.Key == key && values.Contains(a.ValueKey)));
        }

        return items;
    }

    static SortedBy Sort(ListQuery query)
    {
        var text = query.Value("sort") is { Length: > 0 } given ? given : "-createdAt";
        var isDescending = text.StartsWith('-');
        var field = text.TrimStart('-');
        if (!Sorts.Contains(field))
            throw new RefusedException(Error.BadRequest("invalid_parameter", $"'{text}' is not a sort of this list.",
                new ErrorDetail("sort", "invalid_parameter", $"Known: {string.Join(", ", Sorts)}, each with or without - in front.",
                    new Dictionary<string, object?> { ["allowed"] = Sorts })));
        return new SortedBy(field, isDescending);
    }

    // The id comes last always, so that no two rows are equal and a page begins exactly where the last one ended.
    sealed record SortedBy(string Field, bool IsDescending)
    {
        public IReadOnlyList<string> KeyOf(Item item) =>
        [
            Field switch
            {
                "createdAt" => item.CreatedAt.ToString("O"),
                "updatedAt" => item.UpdatedAt.ToString("O"),
                "itemNo" => item.ItemNoKey,
                _ => item.Name,
            },
            item.Id.ToString(),
        ];

        public IQueryable<Item> Order(IQueryable<Item> items, IReadOnlyList<string>? after)
        {
            if (after is [var key, var id]) items = Behind(items, key, Guid.Parse(id));
            return (Field, IsDescending) switch
            {
                ("createdAt", true) => items.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id),
                ("createdAt", false) => items.OrderBy(i => i.CreatedAt).ThenBy(i => i.Id),
                ("updatedAt", true) => items.OrderByDescending(i => i.UpdatedAt).ThenByDescending(i => i.Id),
                ("updatedAt", false) => items.OrderBy(i => i.UpdatedAt).ThenBy(i => i.Id),
                ("itemNo", true) => items.OrderByDescending(i => i.ItemNoKey).ThenByDescending(i => i.Id),
                ("itemNo", false) => items.OrderBy(i => i.ItemNoKey).ThenBy(i => i.Id),
                (_, true) => items.OrderByDescending(i => i.Name).ThenByDescending(i => i.Id),
                (_, false) => items.OrderBy(i => i.Name).ThenBy(i => i.Id),
            };
        }

        IQueryable<Item> Behind(IQueryable<Item> items, string key, Guid id)
        {
            var time = Field is "createdAt" or "updatedAt" ? DateTimeOffset.Parse(key, CultureInfo.InvariantCulture) : default;
            return (Field, IsDescending) switch
            {
                ("createdAt", true) => items.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.CreatedAt, i.Id), ValueTuple.Create(time, id))),
                ("createdAt", false) => items.Where(i => EF.Functions.GreaterThan(ValueTuple.Create(i.CreatedAt, i.Id), ValueTuple.Create(time, id))),
                ("updatedAt", true) => items.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.UpdatedAt, i.Id), ValueTuple.Create(time, id))),
                ("updatedAt", false) => items.Where(i => EF.Functions.GreaterThan(ValueTuple.Create(i.UpdatedAt, i.Id), ValueTuple.Create(time, id))),
                ("itemNo", true) => items.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.ItemNoKey, i.Id), ValueTuple.Create(key, id))),
                ("itemNo", false) => items.Where(i => EF.Functions.GreaterThan(ValueTuple.Create(i.ItemNoKey, i.Id), ValueTuple.Create(key, id))),
                (_, true) => items.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.Name, i.Id), ValueTuple.Create(key, id))),
                (_, false) => items.Where(i => EF.Functions.GreaterThan(ValueTuple.Create(i.Name, i.Id), ValueTuple.Create(key, id))),
            };
        }
    }
}
