using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Planning;

static class GetPlanning
{
    /// <summary>Reads how brand orders become batches.</summary>
    public static async Task<Ok<Envelope<PlanningView>>> Handle(HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var rules = await db.PlanningRules.FirstOrDefaultAsync(ct) ?? PlanningRules.Usual(time.GetUtcNow());
        http.SetETag(rules.Version);
        return Reply.Ok(PlanningView.From(rules));
    }
}
