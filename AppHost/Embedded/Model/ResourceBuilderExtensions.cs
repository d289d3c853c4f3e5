namespace Atlas.Embedded;

/// <summary>Joins the resources of a system.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Starts the resource only when the other is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : Resource
    {
        builder.Resource.WaitsFor.Add(dependency.Resource);
        return builder;
    }

    /// <summary>Gives the server further arguments, such as <c>-c max_connections=300</c>.</summary>
    public static IResourceBuilder<PostgresServerResource> WithArgs(
        this IResourceBuilder<PostgresServerResource> builder, params string[] args)
    {
        builder.Resource.Arguments.AddRange(args);
        return builder;
    }

    /// <summary>Gives the service the connection string as <c>ConnectionStrings__name</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithConnectionString> source)
    {
        builder.Resource.Environment[$"ConnectionStrings__{source.Resource.Name}"] = () => source.Resource.ConnectionString;
        return builder;
    }

    /// <summary>Gives the service the address of another as <c>services__name__http__0</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
    {
        builder.Resource.Environment[$"services__{source.Resource.Name}__http__0"] = () => source.Resource.Url;
        return builder;
    }

    /// <summary>Sets an environment variable of the service.</summary>
    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> builder, string name, string? value)
    {
        builder.Resource.Environment[name] = () => value ?? "";
        return builder;
    }

    /// <summary>Sets an environment variable of the service to the value of a parameter.</summary>
    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> builder, string name, IResourceBuilder<ParameterResource> parameter)
    {
        builder.Resource.Environment[name] = () => parameter.Resource.Value;
        return builder;
    }

    /// <summary>Lets the service listen on <paramref name="port"/>, or on any free port.</summary>
    public static IResourceBuilder<ProjectResource> WithHttpEndpoint(this IResourceBuilder<ProjectResource> builder, int? port = null)
    {
        builder.Resource.FixedPort = port;
        return builder;
    }

    /// <summary>Marks the service as one that people call; its address is shown when everything is up.</summary>
    public static IResourceBuilder<ProjectResource> WithExternalHttpEndpoints(this IResourceBuilder<ProjectResource> builder)
    {
        builder.Resource.IsExternal = true;
        return builder;
    }

    /// <summary>Leaves the service out of what is started; it has an address at which nobody listens.</summary>
    public static IResourceBuilder<ProjectResource> WithExplicitStart(this IResourceBuilder<ProjectResource> builder)
    {
        builder.Resource.IsNotStarted = true;
        return builder;
    }

    /// <summary>Takes the service as healthy when it answers a GET of <paramref name="path"/> with success.</summary>
    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(this IResourceBuilder<ProjectResource> builder, string? path = null)
    {
        builder.Resource.HealthPath = path ?? "/";
        return builder;
    }
}
