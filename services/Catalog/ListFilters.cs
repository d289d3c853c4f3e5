using Atlas.ServiceDefaults;

namespace Atlas.Catalog;

/// <summary>Filters that more than one list of this service has.</summary>
static class ListFilters
{
    /// <summary>The filter's value as true or false, or null.</summary>
    public static bool? Flag(this ListQuery query, string filter) => query.Value(filter) switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be true or false.")),
    };

    /// <summary>The filter's values, all of them among <paramref name="allowed"/>.</summary>
    public static IReadOnlyList<string> Choices(this ListQuery query, string filter, IReadOnlyList<string> allowed)
    {
        var values = query.Values(filter);
        if (values.FirstOrDefault(value => !allowed.Contains(value)) is { } unknown)
            throw new RefusedException(Error.BadRequest("invalid_value", $"'{unknown}' is not a value of {filter}.",
                new ErrorDetail(filter, "invalid_value", $"Known: {string.Join(", ", allowed)}.",
                    new Dictionary<string, object?> { ["allowed"] = allowed })));
        return values;
    }

    /// <summary>The filter's values, all of them UUIDs.</summary>
    public static IReadOnlyList<Guid> Ids(this ListQuery query, string filter) =>
    [
        .. query.Values(filter).Select(value => Guid.TryParse(value, out var id) ? id
            : throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be a UUID."))),
    ];
}
