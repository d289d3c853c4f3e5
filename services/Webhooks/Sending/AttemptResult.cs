namespace Atlas.Webhooks.Sending;

/// <summary>What came of one try.</summary>
/// <param name="Error">One of <see cref="AttemptError"/>; null when it succeeded.</param>
sealed record AttemptResult(DateTimeOffset At, TimeSpan Duration, int? StatusCode, string? Error)
{
    public string? ResponseHead { get; init; }
    public string? ResponseSnippet { get; init; }

    /// <summary>How long the receiver asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Error is null;

    /// <summary>The receiver is overloaded or does not answer: it gets one at a time until it does.</summary>
    public bool ShrinksLane => Error == AttemptError.Timeout || StatusCode is 429 or 502 or 504;

    /// <summary>The receiver says that it is no more.</summary>
    public bool IsGone => StatusCode == StatusCodes.Status410Gone;
}

/// <summary>Why a try failed.</summary>
static class AttemptError
{
    public const string Dns = "dns";
    public const string Connect = "connect";
    public const string Tls = "tls";
    public const string Timeout = "timeout";

    /// <summary>The address is one that nothing is sent to.</summary>
    public const string BlockedAddress = "blocked_address";

    /// <summary>It answered, but not with 2xx.</summary>
    public const string Status = "status";

    /// <summary>The connection broke, or what came back was no HTTP.</summary>
    public const string Response = "response";

    /// <summary>What it is signed with cannot be decrypted with the present key.</summary>
    public const string Secret = "secret";

    /// <summary>This side stopped in the middle, so nobody knows whether it arrived; it is sent again.</summary>
    public const string Interrupted = "interrupted";
}
