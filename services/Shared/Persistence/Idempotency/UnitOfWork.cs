using System.Data;
using System.Security.Cryptography;
using System.Text;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Atlas.Persistence.Idempotency;

/// <summary>
/// Around every route: one transaction. A read sees one snapshot. A write commits its effect, the messages it causes and the
/// answer kept under its <c>Idempotency-Key</c> together, before the first byte of the answer leaves; an answer other than 2xx
/// leaves no effect.
/// </summary>
public static class UnitOfWork
{
    const string KeyHeader = "Idempotency-Key";
    internal const string ReplayedHeader = "Idempotent-Replayed";
    internal const string DryRunHeader = "Atlas-Dry-Run";
    const int MaxKeyLength = 255;
    const int MaxPathLength = 500;
    const int MaxAttempts = 4;
    const string Effect = "effect"; // The savepoint that a refusal goes back to, so that only the refusal itself is kept.

    /// <summary>Puts every route of the group into a unit of work on <typeparamref name="TDb"/>.</summary>
    public static RouteGroupBuilder InUnitOfWork<TDb>(this RouteGroupBuilder routes) where TDb : ServiceDb
    {
        routes.AddEndpointFilter((call, next) => RunAsync(call, next, call.HttpContext.RequestServices.GetRequiredService<TDb>()));
        routes.WithMetadata(new RunsInUnitOfWork());
        return routes;
    }

    /// <summary>Puts every route of the group into <see cref="GroupedRequest">grouped work</see>, which its handlers do.</summary>
    public static RouteGroupBuilder InGroupedWork(this RouteGroupBuilder routes) => GroupedRequest.InGroupedWork(routes);

    /// <summary>Says that a dry run of this route is kept: what it starts leaves nothing itself, and what it finds is to be read later.</summary>
    public static TBuilder KeepDryRuns<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new KeepsDryRuns());

    sealed record KeepsDryRuns;

    /// <summary>Marks routes that run in a unit of work.</summary>
    public sealed record RunsInUnitOfWork;

    static ValueTask<object?> RunAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, ServiceDb db)
    {
        var database = call.HttpContext.RequestServices.GetRequiredService<Database>();
        if (!database.Ready.IsCompletedSuccessfully) return ValueTask.FromResult<object?>(DatabaseAway.Unreachable);
        return HttpMethods.IsGet(call.HttpContext.Request.Method) || HttpMethods.IsHead(call.HttpContext.Request.Method)
            ? ReadAsync(call, next, db)
            : WriteAsync(call, next, db);
    }

    static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, ServiceDb db)
    {
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, call.HttpContext.RequestAborted);
        return await next(call);
    }

    static async ValueTask<object?> WriteAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, ServiceDb db)
    {
        var http = call.HttpContext;
        if (!TryReadKey(http, out var key, out var refusal)) return refusal;

        for (var attempt = 1; ; attempt++)
        {
            IResult answer;
            try
            {
                answer = await TryOnceAsync(call, next, db, key);
            }
            catch (Exception exception) when (attempt < MaxAttempts && MayTryAgain(exception, key))
            {
                db.StartOver();
                http.Response.Clear();
                continue;
            }
            catch (Exception exception) when (IsLostRace(exception))
            {
                http.Response.Clear();
                return Error.Conflict("concurrent_update", "Somebody else changed this at the same moment. Read it again and decide anew.");
            }

            // Outside of the attempts: what is committed must not be done again because waiting for its outcome failed.
            return answer is Settlement settlement ? await settlement.FinishAsync(http, db, key) : answer;
        }
    }

    static async Task<IResult> TryOnceAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, ServiceDb db, Key? key)
    {
        var http = call.HttpContext;
        var ct = http.RequestAborted;
        var isDryRun = Caller.WantsDryRun(http) && http.GetEndpoint()?.Metadata.GetMetadata<KeepsDryRuns>() is null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        if (key is not null)
        {
            var (isMine, earlier) = await ClaimAsync(db, key, ct);
            if (!isMine)
                return new Error(409, "idempotency_in_progress", "A request with this key is being worked on. Ask again.") { RetryAfterSeconds = 1 };
            if (earlier is not null) return Replay(earlier, key);
        }

        var result = await InvokeAsync(() => next(call));
        var answer = await CapturedAnswer.OfAsync(http, result);
        if (isDryRun && result is not Settling)
        {
            http.Response.Headers[DryRunHeader] = "true";
            return answer;
        }

        if (!answer.IsSuccess)
        {
            db.StartOver();
            if (key is null || !answer.IsWorthKeeping) return answer;
            await transaction.RollbackToSavepointAsync(Effect, ct);
        }

        if (key is not null && !isDryRun)
        {
            db.Add(key.Keep(answer));
            await db.SaveChangesAsync(ct);
        }

        // Listening begins before the commit, so that no outcome can come unheard.
        var settlement = result is Settling settling
            ? Settlement.Begin(settling, answer, isDryRun, http.RequestServices)
            : null;
        try
        {
            await transaction.CommitAsync(ct);
        }
        catch
        {
            settlement?.Dispose();
            throw;
        }

        return settlement is null ? answer : settlement;
    }

    /// <summary>Turns the exceptions that refuse into the answers they stand for.</summary>
    internal static async Task<object?> InvokeAsync(Func<ValueTask<object?>> handler)
    {
        try
        {
            return await handler();
        }
        catch (Exception exception) when (RefusalIn(exception) is { } refusal)
        {
            return refusal;
        }
    }

    // A body whose value is first asked for inside a query is refused from within EF, which wraps what was thrown.
    static Error? RefusalIn(Exception exception) => exception switch
    {
        BrokenRuleException broken => broken.ToError(),
        RefusedException refused => refused.Error,
        _ => exception.InnerException is { } inner ? RefusalIn(inner) : null,
    };

    // Lost races are tried again: the second try sees what the winner did, for example the code that is taken now. A connection
    // that broke is tried again only under a key: if the first try did commit, the second finds its answer; without a key it
    // might do the work twice.
    static bool MayTryAgain(Exception exception, Key? key) => MayBeTriedAgain(exception, key is not null);

    /// <summary>Whether a unit of work that ended like this may be done anew.</summary>
    /// <param name="isSafe">True when it has no effect twice even if the first try did commit.</param>
    public static bool MayBeTriedAgain(Exception exception, bool isSafe) => IsLostRace(exception) || (isSafe && IsPassing(exception));

    static bool IsLostRace(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or
            PostgresErrorCodes.UniqueViolation } => true,
        _ => exception.InnerException is { } inner && IsLostRace(inner),
    };

    static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => false, // It has waited long enough.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        NpgsqlException { IsTransient: true } => true,
        _ => exception.InnerException is { } inner && IsPassing(inner),
    };

    internal static bool TryReadKey(HttpContext http, out Key? key, out Error? refusal)
    {
        (key, refusal) = (null, null);
        var header = http.Request.Headers[KeyHeader];
        if (header.Count == 0) return true;
        var value = header[0] ?? "";
        if (header.Count > 1 || value.Length is 0 or > MaxKeyLength || value.Any(c => c is < '!' or > '~'))
        {
            refusal = Error.InvalidParameter(KeyHeader, $"{KeyHeader} must be 1 to {MaxKeyLength} visible ASCII characters.");
            return false;
        }

        var caller = Caller.Of(http);
        key = new Key(http, caller.Tenant, caller.Credential, value, SHA256.HashData(
            [.. Encoding.UTF8.GetBytes(http.Request.QueryString.Value ?? ""), 0, .. Bodies.Fingerprint(http)]));
        return true;
    }

    // By hand, because this is one round trip on the way of every write: the lock, what was answered before (read once the lock is
    // held), and the savepoint.
    static async Task<(bool IsMine, IdempotentAnswer? Earlier)> ClaimAsync(ServiceDb db, Key key, CancellationToken ct)
    {
        await using var claim = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        Add("select pg_try_advisory_xact_lock(hashtextextended($1, 4711))", key.LockName);
        Add("""
            select fingerprint, status, content_type, location, e_tag, body from idempotency
            where tenant_id = $1 and credential = $2 and method = $3 and path = $4 and key = $5
            """, db.CurrentTenant, key.Credential, key.Method, key.Path, key.Value);
        Add($"savepoint {Effect}");

        await using var answers = await claim.ExecuteReaderAsync(ct);
        await answers.ReadAsync(ct);
        var isMine = answers.GetBoolean(0);
        await answers.NextResultAsync(ct);
        return (isMine, await answers.ReadAsync(ct) ? await ReadAsync() : null);

        void Add(string sql, params ReadOnlySpan<string> parameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
            claim.BatchCommands.Add(command);
        }

        async Task<IdempotentAnswer> ReadAsync() => new()
        {
            Credential = key.Credential,
            Method = key.Method,
            Path = key.Path,
            Key = key.Value,
            Fingerprint = answers.GetFieldValue<byte[]>(0),
            Status = answers.GetInt32(1),
            ContentType = await TextAsync(2),
            Location = await TextAsync(3),
            ETag = await TextAsync(4),
            Body = answers.GetFieldValue<byte[]>(5),
        };

        async Task<string?> TextAsync(int column) => await answers.IsDBNullAsync(column, ct) ? null : answers.GetString(column);
    }

    static IResult Replay(IdempotentAnswer earlier, Key key)
    {
        if (earlier.Fingerprint.AsSpan().SequenceEqual(key.Fingerprint))
            return CapturedAnswer.From(earlier, SecretAnswer.Read(key.Http, earlier.Body, key.LockName), ReplayedHeader);
        return KeyReused(key.Http.Request.Path);
    }

    internal static Error KeyReused(PathString path) => new(Surface.IsSnakeCase(path) ? 422 : 409, "idempotency_key_reused",
        "This key was used for another request. Use a new key for each operation.");

    internal sealed record Key(HttpContext Http, string Tenant, string Credential, string Value, byte[] Fingerprint)
    {
        public string Method => Http.Request.Method;

        // A path that is longer than any of ours would not fit into the index; its hash names it as well.
        public string Path { get; } = Http.Request.Path is { Value.Length: <= MaxPathLength } path
            ? path
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Http.Request.Path)));

        public string LockName => $"{Tenant}\n{Credential}\n{Method}\n{Path}\n{Value}";

        public IdempotentAnswer Keep(CapturedAnswer answer) => new()
        {
            Credential = Credential,
            Method = Method,
            Path = Path,
            Key = Value,
            Fingerprint = Fingerprint,
            Status = answer.Status,
            ContentType = answer.ContentType,
            Location = answer.Location,
            ETag = answer.ETag,
            Body = SecretAnswer.Keep(Http, answer.Body, LockName),
        };

        /// <summary>Puts the final answer in the place of the provisional one.</summary>
        public Task ReplaceAsync(ServiceDb db, CapturedAnswer answer, CancellationToken ct) => db.Set<IdempotentAnswer>()
            .Where(a => a.Credential == Credential && a.Method == Method && a.Path == Path && a.Key == Value)
            .ExecuteUpdateAsync(kept => kept
                .SetProperty(a => a.Status, answer.Status)
                .SetProperty(a => a.ContentType, answer.ContentType)
                .SetProperty(a => a.Location, answer.Location)
                .SetProperty(a => a.ETag, answer.ETag)
                .SetProperty(a => a.Body, SecretAnswer.Keep(Http, answer.Body, LockName)), ct);
    }
}
