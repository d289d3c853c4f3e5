using System.Globalization;
using Atlas.Persistence.Tenancy;

namespace Atlas.Catalog.Items;

/// <summary>A value of an attribute of an item. A list has a row per entry, so that each can be looked for.</summary>
sealed class AttributeValue : ITenantOwned
{
    public static readonly string[] Types = ["text", "number", "bool", "date", "list"];

    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required string Key { get; init; }

    /// <summary>Place in a list; 0 otherwise.</summary>
    public required int Position { get; init; }

    public string Type { get; set; } = null!;

    /// <summary>Numbers, truth values and dates as JSON writes them; texts as they are.</summary>
    public string Value { get; set; } = null!;

    /// <summary>What a filter compares: the beginning, folded. An index has no room for more.</summary>
    public string ValueKey { get; set; } = null!;

    public string? UomCode { get; set; }

    const int MaxKey = 200;

    /// <summary>What a value is compared by.</summary>
    public static string KeyOf(string value) => SearchText.Fold(value) is { Length: > MaxKey } folded ? folded[..MaxKey] : SearchText.Fold(value);

    /// <summary>Comparable forms of what somebody typed into a filter: as text, and as a number when it is one.</summary>
    public static IReadOnlyList<string> KeysOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? [.. new[] { KeyOf(text), NumberText(number) }.Distinct()]
            : [KeyOf(text)];

    /// <summary>A number without zeros at its end, so that 1.50 is 1.5.</summary>
    public static string NumberText(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
