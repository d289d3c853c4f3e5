namespace Atlas.Embedded;

/// <summary>A service of the system, run from the assembly built from its project.</summary>
public sealed class ProjectResource(string name, IProjectMetadata project) : Resource(name), IResourceWithServiceDiscovery
{
    internal IProjectMetadata Project => project;

    /// <summary>The port somebody chose; null when any will do.</summary>
    internal int? FixedPort { get; set; }

    /// <summary>The port it listens on; chosen before anything starts.</summary>
    internal int Port { get; set; }

    internal string? HealthPath { get; set; }

    /// <summary>Whether it is described and nothing more: nobody starts it.</summary>
    internal bool IsNotStarted { get; set; }

    internal bool IsExternal { get; set; }

    /// <summary>Environment variables, read when the process starts, since some are known only then.</summary>
    internal Dictionary<string, Func<string>> Environment { get; } = [];

    string IResourceWithServiceDiscovery.Url => Url;

    internal string Url => $"http://localhost:{Port}";
}
