using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Batches;

static class GetBatch
{
    /// <summary>Reads one batch with its milestones.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, ProductionDb db, CancellationToken ct)
    {
        var batch = await db.Batches.Include(b => b.Milestones).FirstOrDefaultAsync(b => b.Id == id, ct);
        if (batch is null) return Error.NotFound("Batch", id);
        http.SetETag(batch.Version);
        return Reply.Ok(await db.ViewAsync(batch, ct));
    }
}
