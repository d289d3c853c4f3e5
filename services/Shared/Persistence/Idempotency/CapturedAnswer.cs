using Microsoft.AspNetCore.Http;

namespace Atlas.Persistence.Idempotency;

/// <summary>An answer that is written down completely before any of it is sent, so that it can be committed first and kept.</summary>
public sealed class CapturedAnswer : IResult
{
    public required int Status { get; init; }
    public required byte[] Body { get; init; }
    public string? ContentType { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    internal bool IsDryRun { get; init; }
    string? ReplayHeader { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Refusals that depend on the state of things are kept; those for who is asking or what was typed are not.</summary>
    public bool IsWorthKeeping => Status is 404 or 409 or 412;

    /// <summary>Lets the handler's result write into memory instead of to the client.</summary>
    internal static async Task<CapturedAnswer> OfAsync(HttpContext http, object? result)
    {
        var response = http.Response;
        var client = response.Body;
        using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            if (result is IResult typed)
                await typed.ExecuteAsync(http);
            else if (result is not null)
                await response.WriteAsJsonAsync(result);
        }
        finally
        {
            response.Body = client;
        }

        return new CapturedAnswer
        {
            Status = response.StatusCode,
            Body = memory.ToArray(),
            ContentType = response.ContentType,
            Location = response.Headers.Location,
            ETag = response.Headers.ETag,
        };
    }

    /// <summary>The same answer as the first time, marked as a replay.</summary>
    internal static CapturedAnswer From(IdempotentAnswer earlier, byte[] body, string replayHeader) => new()
    {
        Status = earlier.Status,
        Body = body,
        ContentType = earlier.ContentType,
        Location = earlier.Location,
        ETag = earlier.ETag,
        ReplayHeader = replayHeader,
    };

    /// <inheritdoc cref="From"/>
    internal CapturedAnswer Replayed(string replayHeader) => new()
    {
        Status = Status, Body = Body, ContentType = ContentType, Location = Location, ETag = ETag, ReplayHeader = replayHeader,
    };

    /// <summary>Sends it.</summary>
    public async Task ExecuteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (IsDryRun) response.Headers[UnitOfWork.DryRunHeader] = "true";
        if (ReplayHeader is not null) response.Headers[ReplayHeader] = "true";
        if (Body.Length > 0) await response.Body.WriteAsync(Body);
    }
}
