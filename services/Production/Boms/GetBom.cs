using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class GetBom
{
    /// <summary>Reads one version of a bill of materials with its components.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProductionDb db, CancellationToken ct)
    {
        var bom = await db.Boms.Include(b => b.Components).FirstOrDefaultAsync(b => b.Id == id, ct);
        if (bom is null) return Error.NotFound("BOM", $"{id}");
        http.SetETag(bom.Version);
        return Reply.Ok(BomView.From(bom));
    }
}
