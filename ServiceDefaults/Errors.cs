using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.ServiceDefaults;

/// <summary>One thing that is wrong: where, which, and in words.</summary>
/// <param name="Field">JSON path of the field, for example <c>line_items[0].units</c>; null when no field is to blame.</param>
/// <param name="Code">Stable code, for example <c>out_of_range</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Meta">Facts that help to mend it, for example <c>{"min": 1}</c>.</param>
public sealed record ErrorDetail(
    string? Field, string Code, string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object?>? Meta = null);

/// <summary>An answer that refuses, in the shape of the surface it is given on.</summary>
/// <remarks>
/// On <c>/api</c> (seed 000): <c>{"error":{"code","message","details","request_id"}}</c>, with 422 for invalid fields.
/// On <c>/v1</c> (seed 001): <c>{"error","message","status","code","details","requestId"}</c>, with 400 for invalid fields.
/// </remarks>
public sealed class Error : IResult
{
    /// <summary>The HTTP status. Invalid fields are 422 on <c>/api</c> and 400 elsewhere; <see cref="StatusOn"/> knows.</summary>
    public int Status { get; }
    public string Code { get; }
    public string Message { get; }
    public IReadOnlyList<ErrorDetail> Details { get; }
    public int? RetryAfterSeconds { get; init; }

    public Error(int status, string code, string message, params IReadOnlyList<ErrorDetail> details) =>
        (Status, Code, Message, Details) = (status, code, message, details);

    /// <summary>400: the request cannot be read at all.</summary>
    public static Error BadRequest(string code, string message, params IReadOnlyList<ErrorDetail> details) =>
        new(StatusCodes.Status400BadRequest, code, message, details);

    /// <summary>422 on <c>/api</c>, 400 on <c>/v1</c>: the request was read, and these fields are wrong.</summary>
    public static Error Invalid(params IReadOnlyList<ErrorDetail> details) =>
        new(StatusCodes.Status422UnprocessableEntity, "validation_failed",
            details.Count == 1 ? "One field is not valid." : $"{details.Count} fields are not valid.", details);

    /// <summary>A parameter of the query string or a header is wrong: 400 on every surface.</summary>
    public static Error InvalidParameter(string parameter, string message) =>
        BadRequest("invalid_parameter", message, new ErrorDetail(parameter, "invalid_parameter", message));

    /// <summary>The body is not sent as JSON: 400 on <c>/api</c>, 415 on <c>/v1</c>.</summary>
    public static Error NotJson(PathString path)
    {
        const string message = "Send the body as application/json.";
        return Surface.IsSnakeCase(path)
            ? BadRequest("invalid_content_type", message)
            : new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", message);
    }

    public static Error Unauthorized(string code, string message) => new(StatusCodes.Status401Unauthorized, code, message);

    public static Error Forbidden(string code, string message, params IReadOnlyList<ErrorDetail> details) =>
        new(StatusCodes.Status403Forbidden, code, message, details);

    /// <summary>404. Says the same for what never was and for what belongs to another tenant.</summary>
    public static Error NotFound(string what, string id) =>
        new(StatusCodes.Status404NotFound, "resource_not_found", $"{what} '{id}' does not exist.");

    public static Error Conflict(string code, string message, params IReadOnlyList<ErrorDetail> details) =>
        new(StatusCodes.Status409Conflict, code, message, details);

    public static Error Unavailable(string code, string message, int retryAfterSeconds) =>
        new(StatusCodes.Status503ServiceUnavailable, code, message) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The status that this error has on the surface of <paramref name="path"/>.</summary>
    public int StatusOn(PathString path) =>
        Status == StatusCodes.Status422UnprocessableEntity && !Surface.IsSnakeCase(path) ? StatusCodes.Status400BadRequest : Status;

    /// <summary>Writes status, headers and body.</summary>
    public Task ExecuteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = StatusOn(http.Request.Path);
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return Surface.IsSnakeCase(http.Request.Path)
            ? response.WriteAsJsonAsync(new SnakeErrorBody(new(Code, Message, Details, http.RequestId())), Wire.Json)
            : response.WriteAsJsonAsync(
                new ErrorBody(Family(response.StatusCode, Code), Message, response.StatusCode, Code, Details, http.RequestId()),
                Wire.Json);
    }

    /// <summary>The body as it is written on the surface of <paramref name="path"/>, for an answer that is kept before it is sent.</summary>
    public byte[] Write(PathString path, string requestId) => Surface.IsSnakeCase(path)
        ? JsonSerializer.SerializeToUtf8Bytes(new SnakeErrorBody(new(Code, Message, Details, requestId)), Wire.Json)
        : JsonSerializer.SerializeToUtf8Bytes(
            new ErrorBody(Family(StatusOn(path), Code), Message, StatusOn(path), Code, Details, requestId), Wire.Json);

    // The coarse word in front of the fine code, as seed 001 has it.
    static string Family(int status, string code) => status switch
    {
        400 when code == "validation_failed" => "validation_error",
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        406 => "not_acceptable",
        408 => "request_timeout",
        409 => "conflict",
        412 => "precondition_failed",
        413 => "payload_too_large",
        414 => "uri_too_long",
        415 => "unsupported_media_type",
        429 => "rate_limited",
        431 => "headers_too_large",
        502 => "bad_gateway",
        503 => "service_unavailable",
        504 => "gateway_timeout",
        _ => "internal_error",
    };
}

/// <summary>The error body of the <c>/v1</c> surface.</summary>
public sealed record ErrorBody(
    string Error, string Message, int Status, string Code, IReadOnlyList<ErrorDetail> Details, string RequestId);

/// <summary>The error body of the <c>/api</c> surface.</summary>
[SnakeCase]
public sealed record SnakeErrorBody(SnakeError Error);

/// <summary>What is inside <see cref="SnakeErrorBody"/>.</summary>
[SnakeCase]
public sealed record SnakeError(string Code, string Message, IReadOnlyList<ErrorDetail> Details, string RequestId);

/// <summary>Which surface a path belongs to.</summary>
public static class Surface
{
    /// <summary>True for <c>/api</c>, whose names are snake_case and whose errors are nested.</summary>
    public static bool IsSnakeCase(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/portal");
}

/// <summary>Ends a request with an error from where no result can be returned, for example while the body is read.</summary>
public sealed class RefusedException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}

/// <summary>A rule of an entity forbids the change. Becomes 409 with its code.</summary>
public sealed class BrokenRuleException(string code, string message, params IReadOnlyList<ErrorDetail> details) : Exception(message)
{
    public string Code { get; } = code;
    public IReadOnlyList<ErrorDetail> Details { get; } = details;

    /// <summary>The action is not possible from this state; says which are.</summary>
    public static BrokenRuleException InvalidTransition(string from, string action, params IReadOnlyList<string> allowed) =>
        new("invalid_transition", $"'{action}' is not possible while the state is '{from}'.",
            new ErrorDetail(null, "invalid_transition", $"Possible now: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.",
                new Dictionary<string, object?> { ["from"] = from, ["action"] = action, ["allowed"] = allowed }));

    public Error ToError() => Error.Conflict(Code, Message, Details);
}

/// <summary>Turns what goes wrong anywhere into an error answer of the right shape.</summary>
public static class ErrorAnswers
{
    internal static void AddErrorAnswers(this IServiceCollection services)
    {
        services.AddExceptionHandler<ExceptionAnswer>();
        services.AddProblemDetails(); // The exception handler middleware asks for it; ErrorAnswers writes every body itself.
    }

    internal static void UseErrorAnswers(this WebApplication app)
    {
        app.UseStatusCodePages(page => ForBareStatus(page.HttpContext) is { } error
            ? error.ExecuteAsync(page.HttpContext)
            : Task.CompletedTask);
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => context.Exception is RefusedException or BrokenRuleException or BadHttpRequestException });
    }

    /// <summary>The error for a status that the framework set without a body; null when there is nothing to add.</summary>
    public static Error? ForBareStatus(HttpContext http) => http.Response.StatusCode switch
    {
        404 => new Error(404, "route_not_found", $"There is nothing at {http.Request.Path}."),
        405 => new Error(405, "method_not_allowed", $"{http.Request.Method} is not possible here; see the Allow header."),
        413 => TooLarge,
        415 => Error.NotJson(http.Request.Path),
        >= 400 and var status => new Error(status, "bad_request", "The request could not be handled."),
        _ => null,
    };

    internal static Error TooLarge { get; } =
        new(413, "payload_too_large", $"The body is too large. Where nothing else is said, {RequestLimits.MaxBodyBytes} bytes are the most.");

    sealed class ExceptionAnswer(ILogger<ExceptionAnswer> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
        {
            if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
            {
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            }

            var error = exception switch
            {
                RefusedException refused => refused.Error,
                BrokenRuleException broken => broken.ToError(),
                BadHttpRequestException { StatusCode: 413 } => TooLarge,
                BadHttpRequestException bad => new Error(bad.StatusCode, "bad_request", bad.Message),
                _ => new Error(500, "internal_error", "Something went wrong on our side. Quote the request id when you report it."),
            };
            if (error.Status == 500) log.LogError(exception, "Request {RequestId} failed", http.RequestId());
            await error.ExecuteAsync(http);
            return true;
        }
    }
}
