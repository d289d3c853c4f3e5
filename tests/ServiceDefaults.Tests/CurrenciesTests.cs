namespace Atlas.ServiceDefaults.Tests;

public sealed class CurrenciesTests
{
    [Theory]
    [InlineData("EUR", "1.665", "1.67")]
    [InlineData("EUR", "-1.665", "-1.67")]
    [InlineData("EUR", "1.6649", "1.66")]
    [InlineData("JPY", "1.5", "2")]
    [InlineData("JPY", "1.49", "1")]
    [InlineData("KWD", "1.2345", "1.235")]
    public void An_amount_is_rounded_to_the_minor_unit_of_its_currency_halves_away_from_zero(string currency, string amount, string rounded) =>
        Currencies.Round(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency)
            .ShouldBe(decimal.Parse(rounded, System.Globalization.CultureInfo.InvariantCulture));
}
