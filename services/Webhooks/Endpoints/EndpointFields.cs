using Atlas.ServiceDefaults;
using Atlas.Webhooks.Events;

namespace Atlas.Webhooks.Endpoints;

/// <summary>What the fields of an endpoint may hold; the same when it is made and when it is changed.</summary>
static class EndpointFields
{
    public const int MaxRate = 1_000;
    const int MaxUrl = 2_048;
    const int MaxDescription = 500;
    const int MaxHeaders = 20;
    const int MaxHeaderName = 100;
    const int MaxHeaderValue = 1_000;
    const int MaxToken = 2_000;

    // What signs, routes or frames the message, or could pass for something that the gateway vouches for.
    static readonly string[] ReservedHeaders =
    [
        "authorization", "connection", "cookie", "date", "expect", "forwarded", "host", "keep-alive", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "traceparent", "tracestate", "baggage", "via",
    ];

    static readonly string[] ReservedPrefixes = ["webhook-", "content-", "proxy-", "x-forwarded-", "sec-"];

    /// <summary>The parts of the check that need no network: scheme, user and fragment.</summary>
    public static string Url(Fields fields)
    {
        var text = fields.Text("url", MaxUrl);
        if (text.Length == 0) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.IdnHost.Length == 0)
            fields.Refuse("url", "invalid_value", "must be an absolute https URL");
        else if (url.UserInfo.Length > 0)
            fields.Refuse("url", "invalid_value", "must not contain a user or password; use bearerToken");
        else if (url.Fragment.Length > 0)
            fields.Refuse("url", "invalid_value", "must not contain a fragment");
        return text;
    }

    public static string? Description(Fields fields) => fields.OptionalText("description", MaxDescription);

    public static string[] EventTypesOf(Fields fields)
    {
        var types = fields.Texts("eventTypes", EventTypes.All.Count, maxLength: 100);
        for (var i = 0; i < types.Count; i++)
            if (!EventTypes.All.Contains(types[i]))
                fields.Refuse($"eventTypes[{i}]", "invalid_value", $"must be one of: {string.Join(", ", EventTypes.All)}", ("allowed", EventTypes.All));
        return [.. types.Distinct()];
    }

    public static string Ordering(Fields fields) =>
        fields.Choice("ordering", [Endpoint.OrderingNone, Endpoint.OrderingByKey], missing: Endpoint.OrderingNone);

    public static string Payload(Fields fields) =>
        fields.Choice("payload", [Endpoint.PayloadFull, Endpoint.PayloadThin], missing: Endpoint.PayloadFull);

    public static int? RatePerSecond(Fields fields) => (int?)fields.OptionalInteger("ratePerSecond", 1, MaxRate);

    public static IReadOnlyDictionary<string, string> StaticHeaders(Fields fields)
    {
        var headers = fields.Map("staticHeaders", MaxHeaders, MaxHeaderValue);
        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > MaxHeaderName || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)))
                fields.Refuse($"staticHeaders.{name}", "invalid_value", "is not a name that a header can have");
            else if (ReservedHeaders.Contains(name.ToLowerInvariant()) || ReservedPrefixes.Any(name.ToLowerInvariant().StartsWith))
                fields.Refuse($"staticHeaders.{name}", "reserved_header", "is set by Atlas or by HTTP itself");
            else if (value.Any(c => c is < ' ' or > '~'))
                fields.Refuse($"staticHeaders.{name}", "invalid_value", "must be printable ASCII");
        }

        if (headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count)
            fields.Refuse("staticHeaders", "invalid_value", "must not name a header twice");
        return headers;
    }

    public static string? BearerToken(Fields fields)
    {
        var token = fields.OptionalText("bearerToken", MaxToken);
        if (token?.Any(c => c is <= ' ' or > '~') == true)
            fields.Refuse("bearerToken", "invalid_value", "must be printable ASCII without spaces");
        return token;
    }
}
