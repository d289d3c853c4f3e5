using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;

namespace Atlas.Support;

/// <summary>Looks into JSON answers: by path, and by the names and types of all their fields.</summary>
public static partial class JsonShape
{
    /// <summary>The value at a path such as <c>data[0].milestones[2].state</c>.</summary>
    /// <exception cref="ShouldAssertException">There is nothing at that path.</exception>
    public static JsonElement At(this JsonElement json, string path)
    {
        var found = json;
        foreach (Match step in Steps().Matches(path))
        {
            var name = step.Groups["name"].Value;
            if (name.Length > 0)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                    throw new ShouldAssertException($"There is no '{path}' in {json}");
            }
            else
            {
                var index = int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture);
                if (found.ValueKind != JsonValueKind.Array || index >= found.GetArrayLength())
                    throw new ShouldAssertException($"There is no '{path}' in {json}");
                found = found[index];
            }
        }

        return found;
    }

    /// <summary>The text at a path.</summary>
    public static string? TextAt(this JsonElement json, string path) => json.At(path).GetString();

    /// <summary>
    /// Fails unless every field of <paramref name="shape"/> is there and of its type. Further fields are allowed, as they are
    /// by the conventions of the API, unless <paramref name="exactly"/> is set.
    /// </summary>
    /// <param name="json">The answer, or a part of it.</param>
    /// <param name="shape">
    /// JSON in which every value is the name of a type: <c>string</c>, <c>number</c>, <c>integer</c>, <c>boolean</c>,
    /// <c>timestamp</c> (RFC 3339, UTC, milliseconds), <c>date</c>, <c>uuid</c>, <c>object</c>, <c>array</c>, <c>null</c>,
    /// <c>any</c>; with <c>?</c> behind it null is allowed too. An array holds the shape of each entry; <c>[]</c> is any array.
    /// </param>
    /// <param name="exactly">Refuses fields that the shape does not list.</param>
    public static void ShouldHaveShape(this JsonElement json, string shape, bool exactly = false)
    {
        using var wanted = JsonDocument.Parse(shape);
        var problems = new List<string>();
        Compare(json, wanted.RootElement, "$", exactly, problems);
        if (problems.Count > 0)
            throw new ShouldAssertException($"{string.Join("\n", problems)}\nin {json}");
    }

    static void Compare(JsonElement json, JsonElement shape, string path, bool exactly, List<string> problems)
    {
        switch (shape.ValueKind)
        {
            case JsonValueKind.Object when json.ValueKind == JsonValueKind.Object:
                foreach (var field in shape.EnumerateObject())
                    if (json.TryGetProperty(field.Name, out var value))
                        Compare(value, field.Value, $"{path}.{field.Name}", exactly, problems);
                    else
                        problems.Add($"{path}.{field.Name} is missing");
                if (exactly)
                    problems.AddRange(json.EnumerateObject().Where(field => !shape.TryGetProperty(field.Name, out _))
                        .Select(field => $"{path}.{field.Name} is not expected"));
                break;
            case JsonValueKind.Array when json.ValueKind == JsonValueKind.Array:
                if (shape.GetArrayLength() == 0) break;
                var index = 0;
                foreach (var entry in json.EnumerateArray()) Compare(entry, shape[0], $"{path}[{index++}]", exactly, problems);
                break;
            case JsonValueKind.String:
                if (!IsOfType(json, shape.GetString()!)) problems.Add($"{path} is {json.GetRawText()}, not {shape.GetString()}");
                break;
            default:
                problems.Add($"{path} is of kind {json.ValueKind}, not {shape.ValueKind}");
                break;
        }
    }

    static bool IsOfType(JsonElement json, string type)
    {
        if (type.EndsWith('?')) return json.ValueKind == JsonValueKind.Null || IsOfType(json, type[..^1]);
        return type switch
        {
            "any" => true,
            "null" => json.ValueKind == JsonValueKind.Null,
            "string" => json.ValueKind == JsonValueKind.String,
            "number" => json.ValueKind == JsonValueKind.Number,
            "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
            "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "object" => json.ValueKind == JsonValueKind.Object,
            "array" => json.ValueKind == JsonValueKind.Array,
            "timestamp" => json.ValueKind == JsonValueKind.String && Timestamp().IsMatch(json.GetString()!) && json.TryGetDateTimeOffset(out _),
            "date" => json.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", out _),
            "uuid" => json.ValueKind == JsonValueKind.String && json.TryGetGuid(out _),
            _ => throw new ArgumentException($"'{type}' is not a type of the shape language."),
        };
    }

    [GeneratedRegex(@"(?<name>[^.\[\]]+)|\[(?<index>\d+)\]")]
    private static partial Regex Steps();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$")]
    private static partial Regex Timestamp();
}
