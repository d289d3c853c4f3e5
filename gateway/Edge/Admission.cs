using System.Diagnostics;
using System.Globalization;
using Atlas.Gateway.Credentials;
using Atlas.Gateway.Limits;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;

namespace Atlas.Gateway.Edge;

/// <summary>
/// Decides who comes in, in this order: 401 for a bad credential, 429 for a spent budget, 404 for a path that leads nowhere, 403
/// for a missing scope. A route is closed unless it says <c>AllowAnonymous</c>.
/// </summary>
sealed class Admission(RequestDelegate next, KnownKeys keys, Addresses addresses, IdentityMint mint, Answers answers)
{
    const string InternalPrefix = "X-Atlas-";
    const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext http)
    {
        // What only the gateway may say must not come from outside, on whatever route.
        StripInternalHeaders(http.Request.Headers);

        var endpoint = http.GetEndpoint();
        var isOpen = endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var authorization = http.Request.Headers.Authorization;
        if (isOpen && authorization.Count == 0) return AdmitAnyone(http, endpoint!);

        var verdict = Judge(authorization, out var text);
        return verdict.Credential is { } credential
            ? Admit(http, endpoint, credential)
            : DecideAsync(http, endpoint, verdict, text);
    }

    Verdict Judge(Microsoft.Extensions.Primitives.StringValues authorization, out ReadOnlyMemory<char> text)
    {
        text = default;
        if (authorization.Count == 0) return Verdict.Missing;
        if (authorization.Count > 1) return Verdict.Garbled;
        var header = authorization[0].AsMemory().Trim();
        if (header.IsEmpty) return Verdict.Missing;
        if (!header.Span.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Verdict.Garbled;
        text = header[Scheme.Length..].Trim();
        return text.Span.ContainsAny(' ', ',') ? Verdict.Garbled : keys.Judge(text.Span);
    }

    // The slow path: a credential that is bad, or that the database must be asked about.
    async Task DecideAsync(HttpContext http, Endpoint? endpoint, Verdict verdict, ReadOnlyMemory<char> text)
    {
        if (verdict.ToLookUp is null || !keys.WasGood(verdict.ToLookUp))
        {
            var taken = addresses.Take(http.Connection.RemoteIpAddress);
            if (!taken.IsTaken)
            {
                await RefuseForNow(http, taken, "Too many requests from this address without a known key.");
                return;
            }
        }

        if (verdict.ToLookUp is { } id)
            try
            {
                verdict = await keys.LookUpAsync(id, text.ToString());
            }
            catch (Exception exception) when (!http.Response.HasStarted)
            {
                await answers.TryAnswerAsync(http, exception); // The database is away: 503.
                return;
            }

        await (verdict.Credential is { } credential ? Admit(http, endpoint, credential) : verdict.Refusal!.ExecuteAsync(http));
    }

    Task AdmitAnyone(HttpContext http, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<Unmetered>() is null)
        {
            var taken = addresses.Take(http.Connection.RemoteIpAddress);
            if (!taken.IsTaken) return RefuseForNow(http, taken, "Too many requests from this address.");
        }

        return next(http);
    }

    Task Admit(HttpContext http, Endpoint? endpoint, Credential credential)
    {
        var access = endpoint?.Metadata.GetMetadata<Access>();
        if (!TryPay(http, credential, access?.WriteCost ?? Cost.Write, out var refusal)) return refusal;
        if (endpoint is null)
            return new Error(404, "route_not_found", $"There is nothing at {http.Request.Path}.").ExecuteAsync(http);

        var caller = credential.Caller;
        var scope = access is not null ? access.Scope : endpoint.Metadata.GetMetadata<Callers.NeedsScope>()?.Scope;
        if (scope is not null && !caller.May(scope)) return Lacks(http, scope);

        Activity.Current?.SetTag("atlas.tenant", caller.Tenant).SetTag("atlas.credential", caller.Credential);
        if (access is null)
        {
            http.Features.Set(caller);
            return next(http);
        }

        var headers = http.Request.Headers;
        headers.Authorization = default; // The key is the gateway's business; services get an identity.
        headers[IdentityToken.Header] = credential.IdentityFor(access.Audience, mint);
        return next(http);
    }

    static bool TryPay(HttpContext http, Credential credential, Cost writeCost, out Task refusal)
    {
        refusal = Task.CompletedTask;
        if (credential.Own is not { } own) return true;

        var method = http.Request.Method;
        var cost = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? Cost.Read : writeCost;
        var taken = own.For(cost).Take();
        if (taken.IsTaken && credential.OfTenant is { } tenant && tenant.For(cost).Take() is { IsTaken: false } spent)
        {
            taken.Bucket.GiveBack();
            taken = spent;
        }

        if (!taken.IsTaken)
        {
            refusal = RefuseForNow(http, taken, "This key has used up its requests for now.");
            return false;
        }

        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = taken.Bucket.Policy;
        headers["RateLimit"] = taken.Header;
        return true;
    }

    static Task RefuseForNow(HttpContext http, Taken taken, string message)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = taken.Bucket.Policy;
        headers["RateLimit"] = taken.Header;
        return new Error(429, "rate_limited", $"{message} Try again in {taken.Seconds.ToString(CultureInfo.InvariantCulture)} s.")
        {
            RetryAfterSeconds = (int)taken.Seconds,
        }.ExecuteAsync(http);
    }

    static Task Lacks(HttpContext http, string scope) =>
        Error.Forbidden("insufficient_scope", $"This key lacks the scope '{scope}'.",
            new ErrorDetail(null, "insufficient_scope", $"Ask for a key with '{scope}'.",
                new Dictionary<string, object?> { ["scope"] = scope })).ExecuteAsync(http);

    static void StripInternalHeaders(IHeaderDictionary headers)
    {
        List<string>? strange = null;
        foreach (var (name, _) in headers)
            if (name.StartsWith(InternalPrefix, StringComparison.OrdinalIgnoreCase)) (strange ??= []).Add(name);
        if (strange is null) return;
        foreach (var name in strange) headers.Remove(name);
    }
}

/// <summary>Marks open routes that probes ask often, and that cost nothing: they are not counted.</summary>
sealed record Unmetered;
