using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items.Imports;

static class ListItemImports
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status");

    /// <summary>Lists the imports of items, newest first.</summary>
    public static async Task<Ok<Page<ItemImportView>>> Handle(HttpContext http, CatalogDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<ItemImport> imports = db.ItemImports;
        if (query.Choices("status", ItemImport.Statuses) is { Count: > 0 } statuses) imports = imports.Where(i => statuses.Contains(i.Status));

        var total = await imports.LongCountAsync(ct);
        if (query.After is [var at, var last])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(last));
            imports = imports.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.CreatedAt, i.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await imports.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, ItemImportView.From, i => [i.CreatedAt.ToString("O"), i.Id.ToString()]);
    }
}
