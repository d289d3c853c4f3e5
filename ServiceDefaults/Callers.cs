using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.ServiceDefaults;

/// <summary>Who is calling: the tenant, the credential and what it may do. Only the gateway can say so.</summary>
/// <param name="Tenant">The tenant whose data is seen and changed.</param>
/// <param name="Credential">Id of the API key or client; never its secret.</param>
/// <param name="Scopes">What it may do; <c>admin</c> includes everything.</param>
/// <param name="DryRunWrites">
/// The shared demo key: its writes on <c>/api</c> are allowed without a write scope, checked in full, and never kept.
/// </param>
public sealed record Caller(string Tenant, string Credential, IReadOnlySet<string> Scopes, bool DryRunWrites)
{
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);

    /// <summary>The caller of this request. Throws on routes that allow anyone.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException($"{http.Request.Path} has no caller.");

    /// <summary>True when the request asked for a dry run, or its credential can do nothing else here.</summary>
    public static bool WantsDryRun(HttpContext http)
    {
        var query = http.Request.Query;
        return IsTrue(query["dry_run"]) || IsTrue(query["dryRun"]) ||
            (Surface.IsSnakeCase(http.Request.Path) && http.Features.Get<Caller>() is { DryRunWrites: true });

        static bool IsTrue(string? value) => value is "true" or "1";
    }
}

/// <summary>The names of all scopes.</summary>
public static class Scope
{
    public const string Admin = "admin";

    /// <summary>Every scope that a key can carry.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "orders:read", "orders:write", "batches:read", "batches:write", "customers:read", "customers:write", "milestones:write",
        "conversations:read", "conversations:write", "catalog:read", "catalog:write", "inventory:read", "inventory:adjust",
        "reservations:write", "transfers:write", "counts:write", "policies:write", "procurement:read", "procurement:write",
        "procurement:approve", "procurement:receive", "sales:read", "sales:write", "sales:ship", "production:read",
        "production:write", "outlets:read", "outlets:write", "users:read", "users:write", "webhooks:manage", "webhooks:secrets",
        "exports:read", "imports:write", "audit:read", "keys:manage", Admin,
    ];

    /// <summary>What the shared demo key may do: read, and try the writes of <c>/api</c>.</summary>
    public static IReadOnlyList<string> Demo { get; } = [.. All.Where(scope => scope.EndsWith(":read") && scope != "audit:read")];
}

/// <summary>The check of callers that every service does for itself, so that one reached past the gateway answers 401.</summary>
public static class Callers
{
    const string Scheme = "Gateway";

    /// <summary>The route asks for <paramref name="scope"/>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, string scope) where TBuilder : IEndpointConventionBuilder
    {
        if (!Scope.All.Contains(scope)) throw new ArgumentException($"'{scope}' is not a scope.", nameof(scope));
        var needs = new NeedsScope(scope);
        return route.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(needs))
            .WithMetadata(needs);
    }

    internal static void AddCallers(this WebApplicationBuilder builder)
    {
        var process = builder.Services.First(s => s.ServiceType == typeof(ProcessName)).ImplementationInstance as ProcessName;
        var keys = builder.Configuration["Atlas:Identity:PublicKeys"] ?? "";
        builder.Services.AddSingleton(services => new IdentityVerifier(
            process!.Value, keys, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, GatewayIdentity>(Scheme, null);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());
        builder.Services.AddSingleton<IAuthorizationHandler, ScopeCheck>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>();
    }

    internal static void UseCallers(this WebApplication app)
    {
        app.UseAuthentication();
        // What no route matches is 404 with an identity and 401 without, so that a stranger cannot probe for routes.
        app.Use((http, next) =>
        {
            if (http.GetEndpoint() is not null) return next(http);
            if (http.Features.Get<Caller>() is null)
                return Error.Unauthorized("missing_token", "Call the gateway; this service takes no requests of its own.").ExecuteAsync(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.UseAuthorization();
    }

    /// <summary>Metadata and requirement in one: the scope that a route asks for.</summary>
    public sealed record NeedsScope(string Scope) : IAuthorizationRequirement;

    sealed class GatewayIdentity(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IdentityVerifier verifier)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers[IdentityToken.Header];
            if (header.Count == 0) return Task.FromResult(AuthenticateResult.NoResult());
            if (header.Count > 1 || verifier.Verify(header[0]!) is not { } caller)
            {
                Logger.LogWarning("A forged or expired identity was presented for {Path}", Request.Path);
                return Task.FromResult(AuthenticateResult.Fail("The identity is not the gateway's."));
            }

            Context.Features.Set(caller);
            var principal = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Credential)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
        }
    }

    sealed class ScopeCheck(IHttpContextAccessor? accessor = null) : AuthorizationHandler<NeedsScope>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsScope needs)
        {
            var http = context.Resource as HttpContext ?? accessor?.HttpContext;
            if (http?.Features.Get<Caller>() is not { } caller) return Task.CompletedTask;
            if (caller.May(needs.Scope) || (caller.DryRunWrites && Surface.IsSnakeCase(http.Request.Path))) context.Succeed(needs);
            return Task.CompletedTask;
        }
    }

    sealed class Refusals : IAuthorizationMiddlewareResultHandler
    {
        readonly AuthorizationMiddlewareResultHandler proceed = new();

        public Task HandleAsync(
            RequestDelegate next, HttpContext http, AuthorizationPolicy policy, PolicyAuthorizationResult result)
        {
            if (result.Succeeded) return proceed.HandleAsync(next, http, policy, result);
            if (http.Features.Get<Caller>() is null)
                return Error.Unauthorized("invalid_token", "Call the gateway; this service trusts nobody else.").ExecuteAsync(http);
            var scope = policy.Requirements.OfType<NeedsScope>().FirstOrDefault()?.Scope ?? Scope.Admin;
            return Error.Forbidden("insufficient_scope", $"This key lacks the scope '{scope}'.",
                new ErrorDetail(null, "insufficient_scope", $"Ask for a key with '{scope}'.",
                    new Dictionary<string, object?> { ["scope"] = scope })).ExecuteAsync(http);
        }
    }
}
