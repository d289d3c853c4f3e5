namespace Atlas.Embedded;

/// <summary>A named part of the system.</summary>
public interface IResource
{
    /// <summary>The name, unique in the system.</summary>
    string Name { get; }
}

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource
{
    /// <summary>The connection string; known once the resource runs.</summary>
    internal string ConnectionString { get; }
}

/// <summary>A resource that others find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResource
{
    /// <summary>The address, such as <c>http://localhost:8080</c>.</summary>
    internal string Url { get; }
}

/// <summary>A resource that may have to wait for others before it starts.</summary>
public abstract class Resource(string name) : IResource
{
    /// <inheritdoc/>
    public string Name => name;

    internal List<IResource> WaitsFor { get; } = [];
}

/// <summary>Where a project and what was built from it lie.</summary>
public interface IProjectMetadata
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>The full path of the assembly built from it; Aspire asks the build for it instead.</summary>
    string AssemblyPath { get; }
}
