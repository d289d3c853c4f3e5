using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>Answers 503 when the database cannot be reached or does not answer in time: nothing was changed, try again.</summary>
public sealed class DatabaseAway(ILogger<DatabaseAway> log) : IExceptionHandler
{
    internal const int RetryAfterSeconds = 5;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        if (AnswerFor(exception) is not { } error) return false;
        log.LogWarning("Request {RequestId}: {Reason}", http.RequestId(), exception.GetBaseException().Message);
        await error.ExecuteAsync(http);
        return true;
    }

    /// <summary>The error when the cause is the database's state and not the request; null otherwise.</summary>
    public static Error? AnswerFor(Exception? exception) => exception switch
    {
        null => null,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled } =>
            Error.Unavailable("timeout", "The database was busy for too long.", RetryAfterSeconds),
        PostgresException postgres => IsAway(postgres.SqlState) ? Unreachable : AnswerFor(postgres.InnerException),
        NpgsqlException { InnerException: TimeoutException } => Error.Unavailable("timeout", "The database did not answer in time.", RetryAfterSeconds),
        NpgsqlException => Unreachable,
        _ => AnswerFor(exception.InnerException),
    };

    /// <summary>Said while the database cannot be reached, and while the tables are still being made.</summary>
    public static Error Unreachable { get; } =
        Error.Unavailable("database_unreachable", "Database unreachable", RetryAfterSeconds);

    // Connection trouble, shutdown and start-up, and every kind of "no room": memory, disk, connections.
    static bool IsAway(string state) => state.StartsWith("08") || state.StartsWith("53") || state.StartsWith("57P") || state == "58030";
}
