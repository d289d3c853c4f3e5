using Atlas.ServiceDefaults;

namespace Atlas.Sales;

/// <summary>Reads the kinds of fields that come with selling.</summary>
static class FieldReading
{
    /// <summary>The largest amount: 13 digits before the point and 6 behind.</summary>
    public const decimal MaxMoney = 1_000_000_000_000m;

    /// <summary>An amount of money, 0 or more, or null.</summary>
    public static decimal? OptionalMoney(this Fields fields, string name) => fields.OptionalDecimal(name, 0, MaxMoney);

    /// <summary>A percentage between 0 and 100, or null.</summary>
    public static decimal? OptionalPercent(this Fields fields, string name) => fields.OptionalDecimal(name, 0, 100);

    /// <summary>A currency as ISO 4217, or null.</summary>
    public static string? OptionalCurrency(this Fields fields, string name, bool required = false)
    {
        var currency = fields.OptionalText(name, 3, required);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
            fields.Refuse(name, "invalid_value", "must be a currency as ISO 4217, for example EUR");
        return currency;
    }

    /// <summary>An e-mail address, or null.</summary>
    public static string? OptionalEmail(this Fields fields, string name)
    {
        var email = fields.OptionalText(name, 254);
        if (email is not null && (email.Count(c => c == '@') != 1 || email.StartsWith('@') || email.EndsWith('@') || email.Contains(' ')))
            fields.Refuse(name, "invalid_value", "must be an e-mail address");
        return email;
    }
}
