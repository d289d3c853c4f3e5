using Atlas.ServiceDefaults;

namespace Atlas.Inventory;

/// <summary>Reads filters of lists by type; what cannot be read is 400.</summary>
static class Filters
{
    /// <summary>The filter's values as ids; empty when it is not used.</summary>
    public static Guid[] Ids(this ListQuery query, string filter) => [.. query.Values(filter).Select(value =>
        Guid.TryParse(value, out var id) ? id : throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be a UUID.")))];

    /// <summary>The filter's values out of a known set; empty when it is not used.</summary>
    public static IReadOnlyList<string> Choices(this ListQuery query, string filter, IReadOnlyList<string> allowed)
    {
        var values = query.Values(filter);
        return values.FirstOrDefault(value => !allowed.Contains(value)) is not { } unknown
            ? values
            : throw new RefusedException(Error.BadRequest("invalid_value", $"'{unknown}' is not possible for {filter}.",
                new ErrorDetail(filter, "invalid_value", $"Known: {string.Join(", ", allowed)}.",
                    new Dictionary<string, object?> { ["allowed"] = allowed })));
    }

    /// <summary>The filter as true or false; null when it is not used.</summary>
    public static bool? Flag(this ListQuery query, string filter) => query.Value(filter) switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be true or false.")),
    };
}
