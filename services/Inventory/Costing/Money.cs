namespace Atlas.Inventory.Costing;

/// <summary>Amounts that the ledger keeps: whole minor units of their currency, so that sums are exact.</summary>
static class Money
{
    /// <summary>The largest value that one line, or an item's whole stock, can have.</summary>
    public const decimal Max = 1_000_000_000_000m;

    const int UsualDecimals = 2;

    // ISO 4217: the currencies whose minor unit is not a hundredth.
    static readonly Dictionary<string, int> Decimals = new()
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0,
        ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    };

    /// <summary>How many decimals an amount has; two where nobody has named a currency.</summary>
    public static int DecimalsOf(string? currency) => currency is not null && Decimals.TryGetValue(currency, out var decimals) ? decimals : UsualDecimals;

    public static decimal Round(decimal amount, string? currency) => decimal.Round(amount, DecimalsOf(currency), MidpointRounding.AwayFromZero);

    /// <summary>One minor unit of the currency in a column, as SQL.</summary>
    public static string UnitOf(string column) =>
        $"(case {string.Concat(Decimals.GroupBy(d => d.Value).Select(g => $"when {column} in ({string.Join(", ", g.Select(d => $"'{d.Key}'"))}) then 1e-{g.Key} "))}else 1e-{UsualDecimals} end)";

    /// <summary>
    /// What a part of something is worth. It depends only on how much is left and not on the way there, so taking it in
    /// steps takes what taking it at once does.
    /// </summary>
    public static decimal Part(decimal value, decimal part, decimal whole, string? currency) =>
        part == whole ? value : part == 0 ? 0 : Round(value * part / whole, currency);
}
