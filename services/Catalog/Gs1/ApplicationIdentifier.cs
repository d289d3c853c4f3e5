namespace Atlas.Catalog.Gs1;

/// <summary>What follows an application identifier in an element string.</summary>
/// <param name="Code">Two to four digits, for example <c>01</c> or <c>3103</c>.</param>
/// <param name="Max">How many characters it can have.</param>
/// <param name="IsFixed">True when it always has that many, so that nothing needs to end it.</param>
/// <param name="IsNumeric">True when it holds digits only.</param>
sealed record ApplicationIdentifier(string Code, int Max, bool IsFixed, bool IsNumeric)
{
    /// <summary>The identifier that a text starts with; null when it starts with none that is known.</summary>
    public static ApplicationIdentifier? At(ReadOnlySpan<char> text)
    {
        foreach (var length in (ReadOnlySpan<int>)[2, 3, 4])
            if (text.Length >= length && Find(text[..length].ToString()) is { } found) return found;
        return null;
    }

    /// <summary>The identifier with this code; null when it is not known.</summary>
    public static ApplicationIdentifier? Find(string code)
    {
        if (code.Length is < 2 or > 4 || !code.All(char.IsAsciiDigit)) return null;
        return code switch
        {
            "00" => Digits(18),
            "01" or "02" or "03" => Digits(14),
            "11" or "12" or "13" or "15" or "16" or "17" => Digits(6),
            "20" => Digits(2),
            "10" or "21" or "22" => UpTo(20),
            "30" or "37" => UpTo(8, isNumeric: true),
            "90" => UpTo(30),
            ['9', >= '1' and <= '9'] => UpTo(90),
            "235" => UpTo(28),
            "240" or "241" or "250" or "251" or "400" or "401" or "403" => UpTo(30),
            "242" => UpTo(6, isNumeric: true),
            "243" or "254" or "420" => UpTo(20),
            "253" => UpTo(30),
            "255" => UpTo(25, isNumeric: true),
            "402" => Digits(17),
            ['4', '1', >= '0' and <= '7'] => Digits(13),
            "421" => UpTo(12),
            "422" or "424" or "425" or "426" => UpTo(15, isNumeric: true),
            "423" => UpTo(15, isNumeric: true),
            "427" => UpTo(3),
            ['7', '1', >= '0' and <= '6'] => UpTo(20),
            // Measures with the place of the decimal point in the fourth digit.
            ['3', >= '1' and <= '6', >= '0' and <= '9', >= '0' and <= '9'] => Digits(6),
            ['3', '9', '0' or '2', >= '0' and <= '9'] => UpTo(15, isNumeric: true),
            ['3', '9', '1' or '3', >= '0' and <= '9'] => UpTo(18, isNumeric: true),
            ['3', '9', '4', >= '0' and <= '9'] => UpTo(4, isNumeric: true),
            "7001" => UpTo(13, isNumeric: true),
            "7003" => UpTo(10, isNumeric: true),
            ['7', '0', >= '0' and <= '4', >= '0' and <= '9'] or ['7', '2', _, _] or ['4', '3', _, _] => UpTo(70),
            ['8', '0' or '1' or '2', _, _] => UpTo(70),
            _ => null,
        };

        ApplicationIdentifier Digits(int count) => new(code, count, IsFixed: true, IsNumeric: true);
        ApplicationIdentifier UpTo(int max, bool isNumeric = false) => new(code, max, IsFixed: false, isNumeric);
    }
}
