using Atlas.Catalog.Conversions;
using Atlas.Persistence.Tenancy;

namespace Atlas.Catalog.Items;

/// <summary>How much of one unit is in another, for one item: 1 from = numerator/denominator to.</summary>
sealed class UomConversion : ITenantOwned
{
    public const string RoundHalfUp = "half_up";
    public static readonly string[] Roundings = ["exact", "up", "down", RoundHalfUp];

    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required Guid FromUomId { get; init; }
    public required Guid ToUomId { get; init; }
    public long Numerator { get; set; }
    public long Denominator { get; set; }

    /// <summary>What happens to decimals that the target cannot hold.</summary>
    public string Rounding { get; set; } = RoundHalfUp;

    public int Position { get; set; }

    public Ratio Ratio => new(Numerator, Denominator);

    /// <summary>The rule that a word of the API stands for.</summary>
    public static Rounding RuleOf(string rounding) => rounding switch
    {
        "exact" => Conversions.Rounding.Exact,
        "up" => Conversions.Rounding.Up,
        "down" => Conversions.Rounding.Down,
        _ => Conversions.Rounding.HalfUp,
    };
}
