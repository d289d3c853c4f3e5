using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Uoms;

static class GetUom
{
    /// <summary>Reads one unit of measure. The id may be its code or its external id.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, CatalogDb db, CancellationToken ct)
    {
        if (await db.Uoms.FindUomAsync(id, ct) is not { } uom) return Error.NotFound("Unit of measure", id);
        http.SetETag(uom.Version);
        return Reply.Ok(UomView.From(uom));
    }

    /// <summary>The unit that a reference means: by id before code before external id; null when there is none.</summary>
    public static async Task<Uom?> FindUomAsync(this IQueryable<Uom> uoms, string reference, CancellationToken ct)
    {
        var key = Uom.KeyOf(reference);
        Guid? id = Guid.TryParse(reference, out var parsed) ? parsed : null;
        return await uoms.Where(u => u.Id == id || u.CodeKey == key || u.ExternalId == reference)
            .OrderByDescending(u => u.Id == id).ThenByDescending(u => u.CodeKey == key).FirstOrDefaultAsync(ct);
    }
}
