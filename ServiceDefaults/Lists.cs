using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atlas.ServiceDefaults;

/// <summary>What one list allows in its query string.</summary>
/// <param name="DefaultLimit">Rows a page has when none is asked for.</param>
/// <param name="Filters">
/// Names of the filters; <c>ship_by[gte]</c> and the like are listed with their operator. Anything else is refused, because a
/// filter that is ignored silently makes a sync wrong silently.
/// </param>
public sealed record ListRules(int DefaultLimit, params IReadOnlyList<string> Filters)
{
    /// <summary>The usual page.</summary>
    public const int UsualLimit = 50;
}

/// <summary>The page that a request asks for: limit, offset or cursor, and filters.</summary>
/// <remarks>
/// <c>limit</c> is clamped to the maximum and the effective one is echoed; negative or unreadable values are 400
/// <c>invalid_parameter</c>, and so is an <c>offset</c> beyond 10,000, which would read and drop that many rows: use a cursor.
/// </remarks>
public sealed class ListQuery
{
    public const int MaxLimit = 200;
    public const int MaxOffset = 10_000;
    static readonly string[] Always = ["limit", "offset", "cursor", "strict", "dry_run", "dryRun"];

    readonly IQueryCollection query;

    ListQuery(IQueryCollection query) => this.query = query;

    public int Limit { get; private init; }
    public int Offset { get; private init; }

    /// <summary>The sort key behind which the page starts; null for the first page.</summary>
    public IReadOnlyList<string>? After { get; private init; }

    /// <summary>The tenant and filters that a cursor of this list is bound to.</summary>
    public string CursorScope { get; private init; } = "";

    /// <summary>Reads the query string by the rules of one list.</summary>
    /// <exception cref="RefusedException">400 when a parameter is wrong or unknown.</exception>
    public static ListQuery Parse(HttpContext http, ListRules rules, Cursors cursors)
    {
        var query = http.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!Always.Contains(name) && !rules.Filters.Contains(name))
                throw new RefusedException(Error.BadRequest("unknown_filter", $"'{name}' is not a filter of this list.",
                    new ErrorDetail(name, "unknown_filter", $"Known: {string.Join(", ", rules.Filters)}.",
                        new Dictionary<string, object?> { ["allowed"] = rules.Filters })));
            if (values.Any(value => value!.Any(char.IsControl)))
                throw new RefusedException(Error.InvalidParameter(name, $"{name} must not contain control characters."));
        }

        foreach (var (name, values) in query)
            if (values.Any(value => value is not null && value.Any(char.IsControl)))
                throw new RefusedException(Error.InvalidParameter(name, $"{name} must not contain control characters."));

        var scope = string.Join('&', rules.Filters.Where(query.ContainsKey).Select(name => $"{name}={query[name]}"));
        scope = $"{Caller.Of(http).Tenant}|{http.Request.Path}|{scope}";
        var offset = Number(query, "offset", 0);
        if (offset > MaxOffset)
            throw new RefusedException(Error.InvalidParameter("offset", $"offset goes to {MaxOffset}; follow the cursor of the page to go further."));
        var cursor = (string?)query["cursor"];
        return new ListQuery(query)
        {
            Limit = Math.Min(Number(query, "limit", rules.DefaultLimit), Math.Max(MaxLimit, rules.DefaultLimit)),
            Offset = offset,
            CursorScope = scope,
            After = string.IsNullOrEmpty(cursor) ? null : cursors.Open(cursor, scope)
                ?? throw new RefusedException(Error.InvalidParameter("cursor", "The cursor is not one of this list with these filters.")),
        };
    }

    /// <summary>The filter's values; several mean any of them. Empty when it is not used.</summary>
    public IReadOnlyList<string> Values(string filter) =>
        [.. query[filter].SelectMany(value => value!.Split(',')).Where(value => value.Length > 0)];

    /// <summary>The filter's only value, or null.</summary>
    public string? Value(string filter) => query[filter] is { Count: > 0 } values && values != StringValues.Empty ? values[^1] : null;

    /// <summary>The filter's value as a date, or null.</summary>
    public DateOnly? Date(string filter) => Value(filter) is not { Length: > 0 } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be a date as YYYY-MM-DD."));

    /// <summary>The filter's value as a time, or null.</summary>
    public DateTimeOffset? Timestamp(string filter) => Value(filter) is not { Length: > 0 } text ? null
        : Timestamps.TryParse(text, out var time) ? time
        : throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be a time as RFC 3339 with an offset."));

    /// <summary>The filter's value as true or false, or null.</summary>
    public bool? Flag(string filter) => Value(filter) switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be true or false.")),
    };

    /// <summary>The filter's values, all of them UUIDs; empty when it is not used.</summary>
    public Guid[] Ids(string filter) => [.. Values(filter).Select(value => Guid.TryParse(value, out var id) ? id
        : throw new RefusedException(Error.InvalidParameter(filter, $"{filter} must be a UUID.")))];

    /// <summary>The filter's values, all of them among <paramref name="allowed"/>; empty when it is not used.</summary>
    public IReadOnlyList<string> Choices(string filter, IReadOnlyList<string> allowed)
    {
        var values = Values(filter);
        if (values.FirstOrDefault(value => !allowed.Contains(value)) is { } unknown)
            throw new RefusedException(Error.BadRequest("invalid_value", $"'{unknown}' is not a value of {filter}.",
                new ErrorDetail(filter, "invalid_value", $"Known: {string.Join(", ", allowed)}.",
                    new Dictionary<string, object?> { ["allowed"] = allowed })));
        return values;
    }

    static int Number(IQueryCollection query, string name, int missing)
    {
        if (query[name] is not { Count: > 0 } values) return missing;
        if (values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        throw new RefusedException(Error.InvalidParameter(name, $"{name} must be a whole number, 0 or more."));
    }
}
