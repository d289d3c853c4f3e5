using System.Globalization;

namespace Atlas.Catalog.Gs1;

/// <summary>One element of a scanned code, as it stands there.</summary>
/// <param name="Ai">The application identifier, for example <c>10</c>.</param>
/// <param name="Value">What follows it.</param>
public sealed record Gs1Element(string Ai, string Value);

/// <summary>What a GS1 code says.</summary>
sealed record ScannedCode
{
    /// <summary>In 14 digits; null when the code names no trade item.</summary>
    public string? Gtin { get; private init; }

    public string? LotNo { get; private init; }
    public string? SerialNo { get; private init; }
    public DateOnly? ProductionDate { get; private init; }
    public DateOnly? BestBeforeDate { get; private init; }
    public DateOnly? ExpiryDate { get; private init; }

    /// <summary>How many pieces; null when it does not say.</summary>
    public decimal? Count { get; private init; }

    /// <summary>How much, in the unit <see cref="MeasureUomCode"/>.</summary>
    public decimal? Measure { get; private init; }

    public string? MeasureUomCode { get; private init; }
    public required IReadOnlyList<Gs1Element> Elements { get; init; }

    // Net measures of a trade item, in units that every tenant has.
    static readonly Dictionary<string, string> MeasureUoms = new()
    {
        ["310"] = "kg", ["311"] = "m", ["314"] = "m2", ["315"] = "l", ["316"] = "m3",
    };

    /// <summary>Checks the elements and reads what they mean.</summary>
    /// <exception cref="UnreadableCodeException">A wrong check digit, an impossible date, two values for one thing.</exception>
    public static ScannedCode From(IReadOnlyList<Gs1Element> elements, DateOnly today)
    {
        foreach (var twice in elements.GroupBy(e => e.Ai).Where(same => same.Select(e => e.Value).Distinct().Count() > 1))
            throw new UnreadableCodeException($"({twice.Key}) stands there twice, with different values.");

        var measure = elements.FirstOrDefault(e => e.Ai.Length == 4 && MeasureUoms.ContainsKey(e.Ai[..3]));
        return new ScannedCode
        {
            Elements = elements,
            Gtin = GtinOf("01") ?? GtinOf("02"),
            LotNo = ValueOf("10"),
            SerialNo = ValueOf("21"),
            ProductionDate = DateOf("11"),
            BestBeforeDate = DateOf("15"),
            ExpiryDate = DateOf("17"),
            Count = (ValueOf("30") ?? ValueOf("37")) is { } count ? decimal.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            Measure = measure is null ? null : Scaled(measure),
            MeasureUomCode = measure is null ? null : MeasureUoms[measure.Ai[..3]],
        };

        string? ValueOf(string ai) => elements.FirstOrDefault(e => e.Ai == ai)?.Value;

        string? GtinOf(string ai)
        {
            if (ValueOf(ai) is not { } digits) return null;
            return Gs1.Gtin.HasRightCheckDigit(digits) ? digits
                : throw new UnreadableCodeException($"({ai}) {digits} has a wrong check digit; {Gs1.Gtin.CheckDigit(digits.AsSpan(0, digits.Length - 1))} would be right.");
        }

        DateOnly? DateOf(string ai)
        {
            if (ValueOf(ai) is not { } text) return null;
            return Gs1Date.TryParse(text, today, out var date) ? date : throw new UnreadableCodeException($"({ai}) {text} is not a date as YYMMDD.");
        }
    }

    static decimal Scaled(Gs1Element element)
    {
        var decimals = element.Ai[3] - '0';
        if (decimals > 6) throw new UnreadableCodeException($"({element.Ai}) puts the decimal point behind more digits than there are.");
        return new decimal(int.Parse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture), 0, 0, false, (byte)decimals);
    }
}

/// <summary>The code was meant as a GS1 code and cannot be read as one.</summary>
sealed class UnreadableCodeException(string message) : Exception(message);
