using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class RenewBom
{
    /// <summary>Copies a version to the next one, a draft that can be changed.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        await db.LockBomGraphAsync(ct); // Two next versions side by side get two numbers.
        if (await db.LockBomAsync(id, ct) is not { } bom) return Error.NotFound("BOM", $"{id}");
        http.CheckIfMatch(bom.Version);
        _ = body.Value;
        var last = await db.Boms.Where(b => b.BomNo == bom.BomNo).MaxAsync(b => b.VersionNo, ct);
        var next = bom.Renew(last + 1, Caller.Of(http).Credential, time.GetUtcNow());
        db.Add(next);
        db.Announce(next, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(next.Version);
        return Reply.Created($"/v1/production/boms/{next.Id}", BomView.From(next));
    }
}
