using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Diagnostics;

namespace Atlas.Gateway.Edge;

/// <summary>Turns what goes wrong into an answer in the shape of the surface.</summary>
sealed class Answers(IEnumerable<IExceptionHandler> handlers)
{
    readonly IExceptionHandler[] handlers = [.. handlers];

    /// <summary>Answers for an exception. False when it is too late, because part of an answer is on its way.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http, Exception exception)
    {
        if (http.Response.HasStarted) return false;
        http.Response.Clear();
        http.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = exception, Path = http.Request.Path });
        foreach (var handler in handlers)
            if (await handler.TryHandleAsync(http, exception, http.RequestAborted)) return true;
        return false;
    }

    /// <summary>Gives a refusal that has only a status the body that it deserves.</summary>
    public static Task CompleteAsync(HttpContext http)
    {
        var response = http.Response;
        var isBare = response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null };
        return isBare && ErrorAnswers.ForBareStatus(http) is { } error ? error.ExecuteAsync(http) : Task.CompletedTask;
    }
}
