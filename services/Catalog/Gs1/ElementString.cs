using System.Text.RegularExpressions;

namespace Atlas.Catalog.Gs1;

/// <summary>
/// Takes scanned codes apart: element strings as scanners send them, with the group separator (FNC1) behind what varies in
/// length; as people read them, <c>(01)09506000134352(10)ABC</c>; and as web addresses (GS1 Digital Link).
/// </summary>
static partial class ElementString
{
    const char GroupSeparator = '\u001d';

    // What scanners put in front to say that the code is a GS1 one: Code 128, DataBar, Data Matrix, QR, DotCode.
    static readonly string[] Gs1Symbologies = ["]C1", "]e0", "]d2", "]Q3", "]J1"];

    /// <summary>The elements of a code that is certainly meant as GS1; null when it is another kind of code.</summary>
    /// <exception cref="UnreadableCodeException">It is meant so and wrong.</exception>
    public static IReadOnlyList<Gs1Element>? ReadMarked(string code)
    {
        if (Gs1Symbologies.Any(mark => code.StartsWith(mark, StringComparison.Ordinal))) return ReadRaw(code[3..]);
        if (code.Contains(GroupSeparator)) return ReadRaw(code);
        if (code.StartsWith('(')) return ReadForPeople(code);
        return code.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || code.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? ReadLink(code)
            : null;
    }

    /// <summary>The elements of a text that nothing marks as GS1, if it begins like one: (01) or (02) with a right check digit.</summary>
    public static IReadOnlyList<Gs1Element>? ReadUnmarked(string code) =>
        code.Length >= 16 && (code.StartsWith("01", StringComparison.Ordinal) || code.StartsWith("02", StringComparison.Ordinal)) && Gtin.To14(code[2..16]) is not null
            ? ReadRaw(code)
            : null;

    static List<Gs1Element> ReadRaw(string code)
    {
        var elements = new List<Gs1Element>();
        var rest = code.AsSpan().Trim(GroupSeparator);
        if (rest.Length == 0) throw new UnreadableCodeException("There is nothing in it.");
        while (rest.Length > 0)
        {
            var ai = ApplicationIdentifier.At(rest)
                ?? throw new UnreadableCodeException($"'{rest[..Math.Min(4, rest.Length)]}' does not begin with a known application identifier.");
            rest = rest[ai.Code.Length..];
            var end = rest.IndexOf(GroupSeparator) is >= 0 and var separator ? separator : rest.Length;
            if (ai.IsFixed) end = Math.Min(end, ai.Max);
            elements.Add(Checked(ai, rest[..end].ToString()));
            rest = rest[end..];
            if (rest.Length > 0 && rest[0] == GroupSeparator) rest = rest[1..];
        }

        return elements;
    }

    static List<Gs1Element> ReadForPeople(string code)
    {
        if (!ForPeople().IsMatch(code)) throw new UnreadableCodeException("Write application identifiers in parentheses, each before its value.");
        return [.. Parts().Matches(code).Select(part => Checked(Known(part.Groups["ai"].Value), part.Groups["value"].Value))];
    }

    static List<Gs1Element> ReadLink(string code)
    {
        if (!Uri.TryCreate(code, UriKind.Absolute, out var link)) throw new UnreadableCodeException("It is not a web address.");
        var segments = link.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var start = Array.FindIndex(segments, segment => segment is "01" or "gtin");
        if (start < 0) throw new UnreadableCodeException("The web address names no GTIN: there is no /01/ in its path.");
        if ((segments.Length - start) % 2 != 0) throw new UnreadableCodeException("The path of the web address ends in an identifier without a value.");

        var elements = new List<Gs1Element>();
        for (var i = start; i < segments.Length; i += 2)
        {
            var (ai, value) = (Named(segments[i]), Uri.UnescapeDataString(segments[i + 1]));
            // A link may leave out the zeros in front of a GTIN.
            elements.Add(Checked(ai, ai.Code == "01" ? Gtin.To14(value) ?? value : value));
        }

        foreach (var pair in link.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=') is [var name, var value] && ApplicationIdentifier.Find(name) is { } ai)
                elements.Add(Checked(ai, Uri.UnescapeDataString(value)));
        return elements;
    }

    static ApplicationIdentifier Named(string segment) => Known(segment switch { "gtin" => "01", "lot" => "10", "ser" => "21", "cpv" => "22", _ => segment });

    static ApplicationIdentifier Known(string code) =>
        ApplicationIdentifier.Find(code) ?? throw new UnreadableCodeException($"({code}) is not a known application identifier.");

    static Gs1Element Checked(ApplicationIdentifier ai, string value)
    {
        if (value.Length == 0) throw new UnreadableCodeException($"({ai.Code}) has no value.");
        if (ai.IsFixed && value.Length != ai.Max) throw new UnreadableCodeException($"({ai.Code}) must have {ai.Max} characters, and has {value.Length}.");
        if (value.Length > ai.Max) throw new UnreadableCodeException($"({ai.Code}) can have {ai.Max} characters, and has {value.Length}; a separator may be missing.");
        if (ai.IsNumeric && !value.All(char.IsAsciiDigit)) throw new UnreadableCodeException($"({ai.Code}) must have digits only.");
        if (!value.All(c => c is >= '!' and <= '~')) throw new UnreadableCodeException($"({ai.Code}) has characters that GS1 does not know.");
        return new Gs1Element(ai.Code, value);
    }

    [GeneratedRegex(@"^\(\d{2,4}\)")]
    private static partial Regex ForPeople();

    [GeneratedRegex(@"\((?<ai>\d{2,4})\)(?<value>.*?)(?=\(\d{2,4}\)|$)")]
    private static partial Regex Parts();
}
