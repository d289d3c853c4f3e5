using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Costing;

/// <summary>Amounts that the ledger keeps: whole minor units of their currency, so that sums are exact.</summary>
static class Money
{
    /// <summary>The largest value that one line, or an item's whole stock, can have.</summary>
    public const decimal Max = 1_000_000_000_000m;

    /// <summary>One minor unit of the currency in a column, as SQL.</summary>
    public static string UnitOf(string column) =>
        $"(case {string.Concat(Currencies.UnusualDecimals.GroupBy(d => d.Value).Select(g => $"when {column} in ({string.Join(", ", g.Select(d => $"'{d.Key}'"))}) then 1e-{g.Key} "))}else 1e-{Currencies.UsualDecimals} end)";

    /// <summary>
    /// What a part of something is worth. It depends only on how much is left and not on the way there, so taking it in
    /// steps takes what taking it at once does.
    /// </summary>
    public static decimal Part(decimal value, decimal part, decimal whole, string? currency) =>
        part == whole ? value : part == 0 ? 0 : Currencies.Round(value * part / whole, currency);
}
