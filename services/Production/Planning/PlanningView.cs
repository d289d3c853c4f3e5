namespace Atlas.Production.Planning;

/// <summary>How brand orders become batches.</summary>
/// <param name="IsAutomatic">True: batches are planned as soon as an order is received.</param>
/// <param name="FactoryLines">Each makes one batch of what it takes from an order; the first that takes an SKU gets it.</param>
/// <param name="MilestoneLabels">The steps of every new batch, in order.</param>
public sealed record PlanningView(
    bool IsAutomatic, IReadOnlyList<FactoryLineView> FactoryLines, IReadOnlyList<string> MilestoneLabels, DateTimeOffset UpdatedAt, long Version)
{
    internal static PlanningView From(PlanningRules rules) => new(
        rules.IsAutomatic, [.. rules.FactoryLines.Select(line => new FactoryLineView(line.Factory, line.SkuPrefixes))],
        rules.MilestoneLabels, rules.UpdatedAt, rules.Version);
}

/// <summary>A line of a factory, and what it makes.</summary>
/// <param name="Factory">Its name, for example <c>Plant A · China</c>.</param>
/// <param name="SkuPrefixes">It makes the SKUs that start with one of these; all that are left when empty.</param>
public sealed record FactoryLineView(string Factory, IReadOnlyList<string> SkuPrefixes);
