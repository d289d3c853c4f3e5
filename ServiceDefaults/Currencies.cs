namespace Atlas.ServiceDefaults;

/// <summary>What ISO 4217 says about currencies.</summary>
public static class Currencies
{
    static readonly HashSet<string> WithoutDecimals =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];

    static readonly HashSet<string> WithThree = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>Decimals of the minor unit; 2 for most.</summary>
    public static int Decimals(string currency) => WithoutDecimals.Contains(currency) ? 0 : WithThree.Contains(currency) ? 3 : 2;

    /// <summary>The amount in whole minor units; halves go away from zero, as on an invoice.</summary>
    public static decimal Round(decimal amount, string currency) => decimal.Round(amount, Decimals(currency), MidpointRounding.AwayFromZero);
}
