using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atlas.ServiceDefaults;

/// <summary>
/// What every route's description in OpenAPI says without being told: the key and the scope it asks for, the page it can be
/// asked for, the headers that writes understand, and the errors it can answer with.
/// </summary>
public static class ApiDescription
{
    const string Bearer = "Bearer";

    /// <summary>Use with <c>AddOpenApi</c>, which each service calls itself because its docstrings are compiled in there.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            var service = (ProcessName)context.ApplicationServices.GetService(typeof(ProcessName))!;
            document.Info.Title = $"Atlas {CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service.Value)}";
            document.Info.Version = Health.Version;
            document.Servers = [new OpenApiServer { Url = "/", Description = "The gateway" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    /// <summary>Says what a list can be asked for.</summary>
    public static TBuilder WithList<TBuilder>(this TBuilder route, ListRules rules) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(rules);

    static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var facts = context.Description.ActionDescriptor.EndpointMetadata;
        var isSnakeCase = Surface.IsSnakeCase("/" + context.Description.RelativePath);
        var isWrite = context.Description.HttpMethod is not ("GET" or "HEAD");

        if (facts.OfType<Callers.NeedsScope>().FirstOrDefault() is { } needs)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [needs.Scope] }];
            operation.Description = $"{operation.Description}\n\nScope: `{needs.Scope}`.".Trim();
        }

        operation.Parameters ??= [];
        if (facts.OfType<ListRules>().FirstOrDefault() is { } rules) AddPaging(operation.Parameters, rules);
        if (isWrite)
        {
            Add(operation.Parameters, ParameterLocation.Header, "Idempotency-Key", JsonSchemaType.String,
                "1 to 255 visible ASCII characters. The same key gives the same answer again, with Idempotent-Replayed: true.");
            Add(operation.Parameters, ParameterLocation.Query, isSnakeCase ? "dry_run" : "dryRun", JsonSchemaType.Boolean,
                "Check everything, keep nothing.");
        }

        operation.Responses ??= [];
        var error = await ErrorSchemaAsync(context, isSnakeCase, ct);
        foreach (var status in Statuses(isSnakeCase, isWrite))
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = error } },
            });
    }

    static void AddPaging(IList<IOpenApiParameter> parameters, ListRules rules)
    {
        Add(parameters, ParameterLocation.Query, "limit", JsonSchemaType.Integer, $"Rows in the page; {rules.DefaultLimit} when absent.");
        Add(parameters, ParameterLocation.Query, "offset", JsonSchemaType.Integer, $"Rows to skip, at most {ListQuery.MaxOffset}.");
        Add(parameters, ParameterLocation.Query, "cursor", JsonSchemaType.String, "Where the last page said the next one starts.");
        foreach (var filter in rules.Filters)
            Add(parameters, ParameterLocation.Query, filter, JsonSchemaType.String, "Only rows with this value; several, separated by commas, mean any of them.");
    }

    static void Add(IList<IOpenApiParameter> parameters, ParameterLocation where, string name, JsonSchemaType type, string description) =>
        parameters.Add(new OpenApiParameter { In = where, Name = name, Description = description, Schema = new OpenApiSchema { Type = type } });

    static async Task<IOpenApiSchema> ErrorSchemaAsync(OpenApiOperationTransformerContext context, bool isSnakeCase, CancellationToken ct)
    {
        var type = isSnakeCase ? typeof(SnakeErrorBody) : typeof(ErrorBody);
        if (context.Document!.Components?.Schemas?.ContainsKey(type.Name) != true)
            context.Document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, ct));
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    static IEnumerable<int> Statuses(bool isSnakeCase, bool isWrite) =>
        [400, 401, 403, 404, .. isWrite ? [409, 412] : Array.Empty<int>(), .. isSnakeCase && isWrite ? [422] : Array.Empty<int>(), 429, 500, 503];
}
