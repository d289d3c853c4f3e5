namespace Atlas.Catalog.Gs1;

/// <summary>Global trade item numbers: GTIN-8 (EAN-8), GTIN-12 (UPC-A), GTIN-13 (EAN-13) and GTIN-14, which all fit into 14 digits.</summary>
static class Gtin
{
    public const int Length = 14;

    /// <summary>True when the text has as many digits as a GTIN, whatever its check digit says.</summary>
    public static bool HasForm(string text) => text.Length is 8 or 12 or 13 or 14 && text.All(char.IsAsciiDigit);

    /// <summary>True when the last digit is what the others ask for: weights 3 and 1 from the right, up to the next ten.</summary>
    public static bool HasRightCheckDigit(string digits) => digits[^1] - '0' == CheckDigit(digits.AsSpan(0, digits.Length - 1));

    /// <summary>The check digit that belongs behind these digits.</summary>
    public static int CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - sum % 10) % 10;
    }

    /// <summary>The number in 14 digits, or null when it is none.</summary>
    public static string? To14(string text) => HasForm(text) && HasRightCheckDigit(text) ? text.PadLeft(Length, '0') : null;
}
