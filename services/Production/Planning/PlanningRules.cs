using Atlas.Persistence.Tenancy;

namespace Atlas.Production.Planning;

/// <summary>How a tenant's brand orders become batches. A tenant that never said anything has <see cref="Usual"/>.</summary>
sealed class PlanningRules : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary>Plan the batches as soon as an order is received.</summary>
    public required bool IsAutomatic { get; set; }

    /// <summary>Each line makes one batch of what it takes from an order; the first line that takes an SKU gets it.</summary>
    public required List<FactoryLine> FactoryLines { get; set; }

    /// <summary>The steps of every batch, in order.</summary>
    public required List<string> MilestoneLabels { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>One factory takes everything, in five steps.</summary>
    public static PlanningRules Usual(DateTimeOffset now) => new()
    {
        IsAutomatic = true,
        FactoryLines = [new FactoryLine("Plant A · China", [])],
        MilestoneLabels = ["Materials sourced", "Cut & sew started", "Production midpoint", "QC pass", "Pack & ship"],
        UpdatedAt = now,
    };
}

/// <summary>A line of a factory, and what it makes.</summary>
/// <param name="Factory">Its name as everyone sees it.</param>
/// <param name="SkuPrefixes">It makes the SKUs that start with one of these; all that are left when empty.</param>
sealed record FactoryLine(string Factory, IReadOnlyList<string> SkuPrefixes)
{
    public bool Makes(string sku) =>
        SkuPrefixes.Count == 0 || SkuPrefixes.Any(prefix => sku.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
