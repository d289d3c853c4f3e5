using Microsoft.AspNetCore.Http;

namespace Atlas.ServiceDefaults;

/// <summary>Optimistic concurrency over HTTP: every document has <c>ETag: "v7"</c>, and <c>If-Match</c> is honoured.</summary>
public static class Versions
{
    /// <summary>Tells the client the version of what it gets.</summary>
    public static void SetETag(this HttpContext http, long version) => http.Response.Headers.ETag = $"\"v{version}\"";

    /// <summary>Refuses when the client names a version and it is not the current one.</summary>
    /// <exception cref="RefusedException">412 <c>version_mismatch</c>.</exception>
    public static void CheckIfMatch(this HttpContext http, long version)
    {
        var wanted = http.Request.Headers.IfMatch;
        if (wanted.Count == 0 || wanted.Any(tag => tag is "*" || tag == $"\"v{version}\"" || tag == $"W/\"v{version}\"")) return;
        throw new RefusedException(new Error(StatusCodes.Status412PreconditionFailed, "version_mismatch",
            $"The version is v{version} now. Read it again and decide anew.",
            new ErrorDetail("If-Match", "version_mismatch", "is not the current version",
                new Dictionary<string, object?> { ["current"] = $"v{version}" })));
    }
}
