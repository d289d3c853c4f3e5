using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Planning;

/// <summary>The rules to plan by from now on.</summary>
/// <param name="FactoryLines">1 to 26, because a batch has a letter.</param>
/// <param name="MilestoneLabels">1 to 20 steps; the five usual ones when absent.</param>
public sealed record PutPlanningRequest(
    bool IsAutomatic, IReadOnlyList<FactoryLineView> FactoryLines, IReadOnlyList<string> MilestoneLabels) : IReadable<PutPlanningRequest>
{
    const int MaxLines = 26;
    const int MaxMilestones = 20;

    public static PutPlanningRequest Read(Fields fields)
    {
        var labels = fields.Texts("milestoneLabels", MaxMilestones, 100);
        if (labels.Any(string.IsNullOrWhiteSpace)) fields.Refuse("milestoneLabels", "invalid_value", "must not contain an empty label");
        return new(fields.Boolean("isAutomatic", true),
            fields.List("factoryLines", 1, MaxLines, line => new FactoryLineView(line.Text("factory", 255), line.Texts("skuPrefixes", 100, 128))),
            labels);
    }
}

static class PutPlanning
{
    /// <summary>Sets how brand orders become batches. Batches that are planned already stay as they are.</summary>
    public static async Task<IResult> Handle(
        Body<PutPlanningRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var rules = await db.PlanningRules.FirstOrDefaultAsync(ct);
        var isNew = rules is null;
        rules ??= PlanningRules.Usual(now);
        http.CheckIfMatch(rules.Version);

        rules.IsAutomatic = request.IsAutomatic;
        rules.FactoryLines = [.. request.FactoryLines.Select(line => new FactoryLine(line.Factory, line.SkuPrefixes))];
        rules.MilestoneLabels = request.MilestoneLabels.Count > 0 ? [.. request.MilestoneLabels] : PlanningRules.Usual(now).MilestoneLabels;
        rules.UpdatedAt = now;
        rules.Version++;
        if (isNew) db.Add(rules);
        await db.SaveChangesAsync(ct);
        http.SetETag(rules.Version);
        return Reply.Ok(PlanningView.From(rules));
    }
}
