using System.Collections.Frozen;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Atlas.Gateway.Edge;

/// <summary>
/// Requests that no honest client sends, and that two servers in a row might read differently. They are refused before anything
/// looks at them.
/// </summary>
static class OddRequests
{
    static readonly FrozenSet<string> Methods = new[] { "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE" }.ToFrozenSet();
    static readonly string Allow = string.Join(", ", Methods);
    static readonly string[] CredentialNames = ["access_token", "api_key", "apikey", "api-key", "x-api-key", "authorization", "bearer"];
    static readonly string[] CredentialStarts = ["atlas_live_", "atlas_test_", "atlas_demo_", "atlas_local_", "atlas_at_"];

    /// <summary>The error to answer with, or null for a request that may go on.</summary>
    public static Error? Find(HttpContext http)
    {
        var request = http.Request;
        if (!Methods.Contains(request.Method)) // TRACE above all, which would print the services' own headers.
        {
            http.Response.Headers.Allow = Allow;
            return new Error(405, "method_not_allowed", $"{request.Method} is not possible here.");
        }

        var headers = request.Headers;
        // The server drops a Content-Length that stands beside a Transfer-Encoding, and leaves this behind.
        if (headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length")))
            return Error.BadRequest("ambiguous_length", "Send Content-Length or Transfer-Encoding, not both.");

        if (IsOddPath(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
            return Error.BadRequest("odd_path", "The path must not hold encoded slashes, backslashes or dot segments.");

        return request.QueryString.HasValue && HoldsCredential(request.QueryString.Value)
            ? Error.BadRequest("credentials_in_query", "Send credentials in the Authorization header; what is in a URL ends up in logs.")
            : null;
    }

    /// <summary>True for encoded slashes, backslashes and dots, control characters, and segments of dots.</summary>
    internal static bool IsOddPath(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        if (path.Contains('\\') || path.EndsWith("/..") || path.EndsWith("/.") || path.Contains("/../", StringComparison.Ordinal) ||
            path.Contains("/./", StringComparison.Ordinal)) return true;

        for (var at = path.IndexOf('%'); at >= 0;)
        {
            path = path[(at + 1)..];
            // %00–%1F and %7F: controls. %2E: dot. %2F: slash. %5C: backslash.
            if (path.Length < 2 || path[0] is '0' or '1' ||
                (path[0] == '2' && path[1] is 'e' or 'E' or 'f' or 'F') ||
                (path[0] == '5' && path[1] is 'c' or 'C') || (path[0] == '7' && path[1] is 'f' or 'F')) return true;
            at = path.IndexOf('%');
        }

        return false;
    }

    static bool HoldsCredential(string query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().Span;
            var value = pair.DecodeValue().Span;
            foreach (var known in CredentialNames)
                if (name.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
            foreach (var start in CredentialStarts)
                if (value.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
