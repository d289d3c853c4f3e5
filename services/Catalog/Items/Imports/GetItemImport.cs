using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items.Imports;

static class GetItemImport
{
    /// <summary>Tells how far an import is, and which rows were rejected.</summary>
    public static async Task<IResult> Handle(string importId, HttpContext http, CatalogDb db, CancellationToken ct)
    {
        if (!Guid.TryParse(importId, out var id) || await db.ItemImports.FirstOrDefaultAsync(i => i.Id == id, ct) is not { } import)
            return Error.NotFound("Import", importId);
        http.SetETag(import.Version);
        return Reply.Ok(ItemImportDetailView.From(import));
    }
}
