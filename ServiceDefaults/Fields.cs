using System.Globalization;
using System.Text.Json;

namespace Atlas.ServiceDefaults;

/// <summary>The fields of one JSON object, read one by one. What is wrong is collected with its path, so that all is said at once.</summary>
/// <remarks>Every reader returns a harmless value when the field is wrong; the request ends with an error before it is used.</remarks>
public sealed class Fields
{
    const int MaxErrors = 100;

    readonly JsonElement json;
    readonly string path;
    readonly bool strict;
    readonly List<ErrorDetail> errors;
    readonly HashSet<string> read = [];
    readonly List<Fields> children = [];

    /// <summary>Reads <paramref name="json"/>, an object.</summary>
    public Fields(JsonElement json, bool strict = false) : this(json, "", strict, []) { }

    Fields(JsonElement json, string path, bool strict, List<ErrorDetail> errors) =>
        (this.json, this.path, this.strict, this.errors) = (json, path, strict, errors);

    /// <summary>True when the field is there, even as null. PATCH changes only what is there.</summary>
    public bool Has(string name)
    {
        read.Add(name);
        return json.TryGetProperty(name, out _);
    }

    /// <summary>Text between 1 and <paramref name="max"/> characters, without the spaces around it.</summary>
    public string Text(string name, int max) => OptionalText(name, max, required: true) ?? "";

    /// <summary>Text of at most <paramref name="max"/> characters, or null.</summary>
    public string? OptionalText(string name, int max, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) return Wrong<string>(name, "invalid_type", "must be a string");
        var text = value.GetString()!.Trim();
        if (text.Length > max)
            return Wrong<string>(name, "too_long", $"must have at most {max} characters", ("max", max));
        if (HasControls(text))
            return Wrong<string>(name, "invalid_value", "must not contain control characters");
        if (text.Length == 0) return required ? Wrong<string>(name, "required", "must not be empty") : null;
        return text;
    }

    /// <summary>One of <paramref name="allowed"/>, or <paramref name="missing"/> when absent; required when that is null.</summary>
    public string Choice(string name, IReadOnlyList<string> allowed, string? missing = null)
    {
        if (Find(name, required: missing is null) is not { } value) return missing ?? allowed[0];
        if (value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!)) return value.GetString()!;
        return Wrong<string>(name, "invalid_value", $"must be one of: {string.Join(", ", allowed)}", ("allowed", allowed)) ?? allowed[0];
    }

    /// <summary>A list of texts, each of at most <paramref name="maxLength"/> characters; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name, int maxCount, int maxLength)
    {
        if (Find(name, required: false) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) return Wrong<string[]>(name, "invalid_type", "must be an array of strings") ?? [];
        if (value.GetArrayLength() > maxCount)
            return Wrong<string[]>(name, "array_length", $"must have at most {maxCount} entries", ("max", maxCount)) ?? [];
        var texts = new List<string>();
        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String || entry.GetString()!.Length > maxLength || HasControls(entry.GetString()!))
                Wrong<string>($"{name}[{index}]", "invalid_value", $"must be a string of at most {maxLength} characters, without control characters");
            else
                texts.Add(entry.GetString()!);
            index++;
        }

        return texts;
    }

    /// <summary>A whole number between <paramref name="min"/> and <paramref name="max"/>.</summary>
    public long Integer(string name, long min, long max) => OptionalInteger(name, min, max, required: true) ?? min;

    /// <summary>A whole number between <paramref name="min"/> and <paramref name="max"/>, or null.</summary>
    public long? OptionalInteger(string name, long min, long max, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) return WrongValue<long>(name, "invalid_type", "must be a number");
        // 12.0 is a whole number too; 1e400 is no number that anybody meant.
        if (!value.TryGetDecimal(out var number) || number != decimal.Truncate(number))
            return WrongValue<long>(name, "invalid_type", "must be a whole number");
        if (number < min || number > max)
            return WrongValue<long>(name, "out_of_range", $"must be between {min} and {max}", ("min", min), ("max", max));
        return (long)number;
    }

    /// <summary>An exact decimal between <paramref name="min"/> and <paramref name="max"/>, or null.</summary>
    public decimal? OptionalDecimal(string name, decimal min, decimal max, int maxScale = 6, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number))
            return WrongValue<decimal>(name, "invalid_type", "must be a number");
        if (number < min || number > max)
            return WrongValue<decimal>(name, "out_of_range", $"must be between {min} and {max}", ("min", min), ("max", max));
        if (decimal.Round(number, maxScale) != number)
            return WrongValue<decimal>(name, "out_of_range", $"must have at most {maxScale} decimals", ("maxDecimals", maxScale));
        return number;
    }

    /// <summary>A boolean; <paramref name="missing"/> when absent.</summary>
    public bool Boolean(string name, bool missing)
    {
        if (Find(name, required: false) is not { } value) return missing;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        return WrongValue<bool>(name, "invalid_type", "must be true or false") ?? missing;
    }

    /// <summary>A date as <c>YYYY-MM-DD</c>.</summary>
    public DateOnly Date(string name) => OptionalDate(name, required: true) ?? default;

    /// <summary>A date as <c>YYYY-MM-DD</c>, or null.</summary>
    public DateOnly? OptionalDate(string name, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) return WrongValue<DateOnly>(name, "invalid_type", "must be a date as YYYY-MM-DD");
        return DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : WrongValue<DateOnly>(name, "invalid_value", "must be a date as YYYY-MM-DD");
    }

    /// <summary>A time as RFC 3339 with an offset, or null.</summary>
    public DateTimeOffset? OptionalTimestamp(string name)
    {
        if (Find(name, required: false) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && Timestamps.TryParse(value.GetString()!, out var time)) return time;
        return WrongValue<DateTimeOffset>(name, "invalid_value", "must be a time as RFC 3339 with an offset, for example 2026-05-08T14:30:00Z");
    }

    /// <summary>A list of objects, each read by <paramref name="readOne"/>.</summary>
    public IReadOnlyList<T> List<T>(string name, int min, int max, Func<Fields, T> readOne, bool required = true)
    {
        if (Find(name, required) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) return Wrong<T[]>(name, "invalid_type", "must be an array") ?? [];
        if (value.GetArrayLength() < min || value.GetArrayLength() > max)
            return Wrong<T[]>(name, "array_length", $"must have between {min} and {max} entries", ("min", min), ("max", max)) ?? [];
        var list = new List<T>(value.GetArrayLength());
        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            var at = $"{path}{name}[{index++}]";
            if (entry.ValueKind == JsonValueKind.Object)
                list.Add(readOne(Child(entry, $"{at}.")));
            else
                Note(new ErrorDetail(at, "invalid_type", "must be an object"));
        }

        return list;
    }

    /// <summary>
    /// A list of objects, each right or wrong by itself: what is wrong with one is said with it, by fields of its own, and is not noted
    /// here. Only the list as such can be.
    /// </summary>
    public IReadOnlyList<(T Value, IReadOnlyList<ErrorDetail> Errors)> Entries<T>(string name, int min, int max, Func<Fields, T> readOne) where T : class =>
        [.. List(name, min, max, entry =>
        {
            var alone = new Fields(entry.json, entry.strict);
            var value = readOne(alone);
            return (Value: value, Errors: alone.Refusal()?.Details ?? []);
        })];

    /// <summary>An object, read by <paramref name="read"/>, or null.</summary>
    public T? OptionalObject<T>(string name, Func<Fields, T> read, bool required = false) where T : class
    {
        if (Find(name, required) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Object ? read(Child(value, $"{path}{name}.")) : Wrong<T>(name, "invalid_type", "must be an object");
    }

    /// <summary>An object with text values, for example headers; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Map(string name, int maxCount, int maxLength)
    {
        var map = new Dictionary<string, string>();
        if (Find(name, required: false) is not { } value) return map;
        if (value.ValueKind != JsonValueKind.Object)
            return Wrong<Dictionary<string, string>>(name, "invalid_type", "must be an object with strings as values") ?? map;
        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String || entry.Value.GetString()!.Length > maxLength || HasControls(entry.Value.GetString()!))
                Wrong<string>($"{name}.{entry.Name}", "invalid_value", $"must be a string of at most {maxLength} characters, without control characters");
            else
                map[entry.Name] = entry.Value.GetString()!;
        }

        if (map.Count > maxCount) Wrong<string>(name, "array_length", $"must have at most {maxCount} entries", ("max", maxCount));
        return map;
    }

    /// <summary>Notes that a field breaks a rule that only the request itself knows.</summary>
    public void Refuse(string name, string code, string message, params ReadOnlySpan<(string Key, object? Value)> meta) =>
        Wrong<string>(name, code, message, meta);

    /// <summary>True when something was noted about this field or inside of it, so that rules about its value make no sense.</summary>
    public bool IsWrong(string name) => errors.Any(error =>
        error.Field!.StartsWith(path + name, StringComparison.Ordinal) && error.Field.AsSpan(path.Length + name.Length) is "" or ['.' or '[', ..]);

    /// <summary>All that was noted, with one detail per wrong field; null when nothing was.</summary>
    public Error? Refusal()
    {
        if (strict) NoteUnknown();
        return errors.Count > 0 ? Error.Invalid(errors) : null;
    }

    void NoteUnknown()
    {
        foreach (var property in json.EnumerateObject())
            if (!read.Contains(property.Name))
                Note(new ErrorDetail(path + property.Name, "unknown_field", "is not a field of this request"));
        foreach (var child in children) child.NoteUnknown();
    }

    Fields Child(JsonElement element, string childPath)
    {
        var child = new Fields(element, childPath, strict, errors);
        children.Add(child);
        return child;
    }

    // NUL could not be stored, and the others have no business in a name or a note.
    static bool HasControls(string text) => text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    JsonElement? Find(string name, bool required)
    {
        read.Add(name);
        if (json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null) return value;
        if (required) Wrong<string>(name, "required", "is required");
        return null;
    }

    T? Wrong<T>(string name, string code, string message, params ReadOnlySpan<(string Key, object? Value)> meta) where T : class
    {
        Note(name, code, message, meta);
        return null;
    }

    T? WrongValue<T>(string name, string code, string message, params ReadOnlySpan<(string Key, object? Value)> meta) where T : struct
    {
        Note(name, code, message, meta);
        return null;
    }

    void Note(string name, string code, string message, ReadOnlySpan<(string Key, object? Value)> meta)
    {
        Dictionary<string, object?>? facts = meta.Length == 0 ? null : [];
        foreach (var (key, value) in meta) facts![key] = value;
        Note(new ErrorDetail(path + name, code, message, facts));
    }

    void Note(ErrorDetail error)
    {
        if (errors.Count < MaxErrors) errors.Add(error);
    }
}

/// <summary>Reads times as RFC 3339 writes them. A time without an offset is refused: it could mean anything.</summary>
public static class Timestamps
{
    const int MaxFractionDigits = 7;

    static readonly string[] Formats =
        [.. from fraction in new[] { "", ".FFFFFFF" } from offset in new[] { "K", "zzz" } select $"yyyy-MM-dd'T'HH:mm:ss{fraction}{offset}"];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var upper = ShortenFraction(text.ToUpperInvariant());
        if (!upper.EndsWith('Z') && (upper.Length < 6 || upper[^6] is not ('+' or '-'))) return false;
        if (!DateTimeOffset.TryParseExact(upper, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)) return false;
        time = time.ToUniversalTime();
        return true;
    }

    // Some clients send nanoseconds; a tick is a hundred of them.
    static string ShortenFraction(string text)
    {
        var point = text.IndexOf('.');
        if (point < 0) return text;
        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end == point + 1) return ""; // A point needs digits behind it.
        return end - point - 1 > MaxFractionDigits ? text.Remove(point + 1 + MaxFractionDigits, end - point - 1 - MaxFractionDigits) : text;
    }
}
