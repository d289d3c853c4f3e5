using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atlas.ServiceDefaults;

/// <summary>Leaves out of <c>allowedActions</c> what the caller has no scope for, in every answer of a service.</summary>
/// <remarks>
/// The routes themselves say what an action needs: <c>POST …/{action}</c> that answers with the document takes that action on it, and where
/// another document is the answer the route says so (<see cref="TakesAction{TView}"/>). What no route takes stays.
/// </remarks>
public static class ScopedActions
{
    /// <summary>Turns it on for this service.</summary>
    public static void AddScopedActions(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IConfigureOptions<JsonOptions>, Filter>();
    }

    /// <summary>The route takes this action on the document that <typeparamref name="TView"/> shows, and answers with another.</summary>
    public static RouteHandlerBuilder TakesAction<TView>(this RouteHandlerBuilder route, string action) => route.WithMetadata(new ActionTaken(typeof(TView), action));

    sealed record ActionTaken(Type View, string Action);

    sealed class Filter(IHttpContextAccessor accessor, IServiceProvider services) : IConfigureOptions<JsonOptions>
    {
        readonly Lazy<IReadOnlyDictionary<(Type View, string Action), string>> scopes = new(() => Read(services.GetRequiredService<EndpointDataSource>()));

        public void Configure(JsonOptions json) => json.SerializerOptions.TypeInfoResolver = json.SerializerOptions.TypeInfoResolver!.WithAddedModifier(type =>
        {
            foreach (var property in type.Properties.Where(p => p.Name == "allowedActions" && p.PropertyType == typeof(IReadOnlyList<string>)))
                if (property.Get is { } get) property.Get = view => Allowed(type.Type, (IReadOnlyList<string>)get(view)!);
        });

        IReadOnlyList<string> Allowed(Type view, IReadOnlyList<string> actions) => accessor.HttpContext?.Features.Get<Caller>() is { } caller
            ? [.. actions.Where(action => !scopes.Value.TryGetValue((view, action), out var scope) || caller.May(scope))]
            : actions;

        static Dictionary<(Type, string), string> Read(EndpointDataSource routes)
        {
            var found = new Dictionary<(Type, string), string>();
            foreach (var route in routes.Endpoints.OfType<RouteEndpoint>())
            {
                if (route.Metadata.GetMetadata<Callers.NeedsScope>() is not { } needs || route.RoutePattern.RawText is not { } path) continue;
                if (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) != true) continue;
                if (route.Metadata.GetMetadata<ActionTaken>() is { } taken) found.TryAdd((taken.View, taken.Action), needs.Scope);
                foreach (var answer in route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>())
                    if (answer.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Envelope<>))
                        found.TryAdd((type.GetGenericArguments()[0], path[(path.LastIndexOf('/') + 1)..]), needs.Scope);
            }

            return found;
        }
    }
}
