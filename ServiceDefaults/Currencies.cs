namespace Atlas.ServiceDefaults;

/// <summary>What ISO 4217 says about currencies.</summary>
public static class Currencies
{
    /// <summary>Decimals of most minor units.</summary>
    public const int UsualDecimals = 2;

    /// <summary>Decimals of the minor unit, where it is not a hundredth.</summary>
    public static IReadOnlyDictionary<string, int> UnusualDecimals { get; } = new Dictionary<string, int>
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0,
        ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    };

    /// <summary>Decimals of the minor unit; 2 for most, and where nobody has named a currency.</summary>
    public static int Decimals(string? currency) => currency is not null && UnusualDecimals.TryGetValue(currency, out var decimals) ? decimals : UsualDecimals;

    /// <summary>The amount in whole minor units; halves go away from zero, as on an invoice.</summary>
    public static decimal Round(decimal amount, string? currency) => decimal.Round(amount, Decimals(currency), MidpointRounding.AwayFromZero);
}
