using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items.Imports;

static class CancelItemImport
{
    /// <summary>Ends an import early: the rows that are still to come are left out, what has been imported stays.</summary>
    public static async Task<IResult> Handle(string importId, HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        if (!Guid.TryParse(importId, out var id) || await db.LockItemImportAsync(id, ct) is not { } import) return Error.NotFound("Import", importId);
        http.CheckIfMatch(import.Version);
        if (import.Status != ItemImport.Cancelled)
        {
            import.Cancel(time.GetUtcNow());
            await db.SaveChangesAsync(ct);
            await db.ItemImportFiles.Where(f => f.ImportId == id).ExecuteDeleteAsync(ct);
        }

        http.SetETag(import.Version);
        return Reply.Ok(ItemImportDetailView.From(import));
    }
}
