using Atlas.Gateway.Wellness;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Edge;

/// <summary>The first step of every request: it gets its id, probes leave the trace, and odd requests are turned away.</summary>
sealed class Threshold(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        RequestIds.Assign(http);
        if (http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/alive")) Untraced.ThisRequest();
        return OddRequests.Find(http) is { } refusal ? refusal.ExecuteAsync(http) : next(http);
    }
}

/// <summary>
/// Answers for what goes wrong in the gateway's own routes. What is forwarded passes by: that path answers for itself, and each
/// step that it does not take makes every request cheaper.
/// </summary>
sealed class OwnRoutes(RequestDelegate next, Answers answers)
{
    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Access>() is null ? GuardAsync(http) : next(http);

    async Task GuardAsync(HttpContext http)
    {
        try
        {
            await next(http);
            await Answers.CompleteAsync(http);
        }
        catch (Exception exception)
        {
            if (!await answers.TryAnswerAsync(http, exception)) throw;
        }
    }
}
