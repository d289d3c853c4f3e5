namespace Atlas.Embedded;

/// <summary>Adds services to a system.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a service.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this DistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.Add(new ProjectResource(name, new TProject()));

    /// <summary>Lets a service see its callers as they are; here nothing stands between them.</summary>
    public static IResourceBuilder<ProjectResource> DisableForwardedHeaders(this IResourceBuilder<ProjectResource> builder) => builder;
}
