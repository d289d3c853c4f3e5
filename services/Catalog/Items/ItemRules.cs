using System.Text.RegularExpressions;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items;

/// <summary>What the fields of an item may hold; the same when it is made and when it is changed.</summary>
static partial class ItemRules
{
    public const int MaxItemNo = 64;
    public const int MaxName = 255;
    public const int MaxDescription = 4_000;
    public const int MaxExternalId = 128;
    public const int MaxIdentifier = 128;
    public const int MaxIdentifiers = 100;
    public const int MaxAttributes = 100;
    public const int MaxAttributeKey = 64;
    public const int MaxAttributeText = 1_000;
    public const int MaxListEntries = 100;
    public const int MaxListEntry = 255;
    public const int MaxConversions = 50;
    public const int MaxMetadata = 50;
    public const int MaxMetadataText = 1_000;
    public const int MaxWeightUom = 16;
    public const int MaxDays = 36_500;
    public const decimal MaxTolerancePct = 100;

    /// <summary>The largest number that the columns hold, with its decimals.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;

    [GeneratedRegex("^[A-Za-z0-9_.-]+$")]
    public static partial Regex AttributeKey();

    [GeneratedRegex(@"^\d(\.?\d){3,11}$")]
    private static partial Regex HsForm();

    /// <summary>A UUID, or null.</summary>
    public static Guid? Id(Fields fields, string name)
    {
        if (fields.OptionalText(name, MaxExternalId) is not { } text) return null;
        if (Guid.TryParse(text, out var id)) return id;
        fields.Refuse(name, "invalid_value", "must be a UUID");
        return null;
    }

    /// <summary>True or false, and not null.</summary>
    public static bool Flag(Fields fields, string name)
    {
        var value = fields.Boolean(name, true);
        if (!fields.IsWrong(name) && value != fields.Boolean(name, false)) fields.Refuse(name, "required", "must be true or false");
        return value;
    }

    /// <summary>One of <paramref name="allowed"/>, or null.</summary>
    public static string? OptionalChoice(Fields fields, string name, IReadOnlyList<string> allowed)
    {
        if (fields.OptionalText(name, MaxExternalId) is not { } text) return null;
        if (allowed.Contains(text)) return text;
        fields.Refuse(name, "invalid_value", $"must be one of: {string.Join(", ", allowed)}", ("allowed", allowed));
        return null;
    }

    public static string? Currency(Fields fields)
    {
        var currency = fields.OptionalText("currency", 3);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
            fields.Refuse("currency", "invalid_value", "must be a currency as ISO 4217, for example EUR");
        return currency;
    }

    public static string? Country(Fields fields)
    {
        var country = fields.OptionalText("countryCodeOfOrigin", 2);
        if (country is null || (country.Length == 2 && country.All(char.IsAsciiLetter))) return country?.ToUpperInvariant();
        fields.Refuse("countryCodeOfOrigin", "invalid_value", "must be a country as ISO 3166, for example DE");
        return null;
    }

    public static string? HsCode(Fields fields)
    {
        var code = fields.OptionalText("hsCode", 24);
        if (code is not null && !HsForm().IsMatch(code)) fields.Refuse("hsCode", "invalid_value", "must have 4 to 12 digits");
        return code;
    }

    public static IReadOnlyDictionary<string, string> Metadata(Fields fields)
    {
        var metadata = fields.Map("metadata", MaxMetadata, MaxMetadataText);
        foreach (var key in metadata.Keys)
            if (key.Length is 0 or > MaxAttributeKey || key.Any(char.IsControl))
                fields.Refuse("metadata", "invalid_value", $"a key must have 1 to {MaxAttributeKey} characters, without control characters");
        return metadata;
    }
}
