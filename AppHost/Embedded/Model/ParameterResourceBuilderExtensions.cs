namespace Atlas.Embedded;

/// <summary>Adds parameters to a system.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter with a given value. Configuration <c>Parameters:name</c> does not change it.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this DistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.Add(new ParameterResource(name, () => value));

    /// <summary>
    /// Adds a parameter whose value comes from configuration <c>Parameters:name</c>, else is generated; with
    /// <paramref name="persist"/> it is kept with the data and is the same in the next run.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this DistributedApplicationBuilder builder, string name, GenerateParameterDefault value, bool secret = false, bool persist = false) =>
        builder.Add(new ParameterResource(name, () =>
            builder.Configuration[$"Parameters:{name}"]
            ?? (persist ? builder.Data.Secret(name, value.GetDefaultValue) : value.GetDefaultValue())));
}
