using Atlas.Contracts.Orders;
using Atlas.Production.Batches;

namespace Atlas.Production.Planning;

/// <summary>Turns a brand order into batches by a tenant's rules.</summary>
static class BatchPlan
{
    /// <summary>
    /// The batches to make: one per factory line that takes something. What no line takes goes to the last one, because an order
    /// must never be planned in part without anybody noticing.
    /// </summary>
    public static IEnumerable<(string Code, string Factory, int Units)> Split(BrandOrderReceived order, PlanningRules rules)
    {
        var perLine = order.Lines
            .GroupBy(line => rules.FactoryLines.FindIndex(f => f.Makes(line.Sku)) is var found and >= 0 ? found : rules.FactoryLines.Count - 1)
            .OrderBy(group => group.Key);
        var letter = 'A';
        foreach (var group in perLine)
            yield return ($"B-{Number(order.Code)}-{letter++}", rules.FactoryLines[group.Key].Factory, group.Sum(line => line.Units));
    }

    /// <summary>The milestones of a new batch, their days spread evenly between now and the ship-by day.</summary>
    public static IEnumerable<Milestone> Milestones(PlanningRules rules, DateOnly today, DateOnly shipBy)
    {
        var days = Math.Max(0, shipBy.DayNumber - today.DayNumber);
        return rules.MilestoneLabels.Select((label, index) => new Milestone
        {
            Id = $"m{index + 1}",
            Seq = index + 1,
            Label = label,
            PlannedDate = today.AddDays(days * (index + 1) / rules.MilestoneLabels.Count),
        });
    }

    // PO-2417 makes B-2417-A; a code without that beginning is kept whole.
    static string Number(string code) => code.StartsWith("PO-", StringComparison.OrdinalIgnoreCase) && code.Length > 3 ? code[3..] : code;
}
