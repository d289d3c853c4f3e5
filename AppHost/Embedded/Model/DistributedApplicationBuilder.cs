using System.Reflection;
using Atlas.Embedded.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Atlas.Embedded;

/// <summary>Collects the resources of a system.</summary>
public sealed class DistributedApplicationBuilder
{
    internal DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        AppHostDirectory = Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "AppHostProjectPath")?.Value ?? Directory.GetCurrentDirectory();

        Configuration.AddJsonFile(Path.Combine(AppHostDirectory, "appsettings.json"), optional: true);
        Configuration.AddEnvironmentVariables();
        Configuration.AddCommandLine(options.Args ?? []);

        Environment = new HostingEnvironment
        {
            EnvironmentName = Configuration["DOTNET_ENVIRONMENT"] ?? Configuration["ASPNETCORE_ENVIRONMENT"] ?? Environments.Development,
        };
        Dashboard = !options.DisableDashboard;

        // From the command line alone: a DATA that happens to be in the environment means something else.
        using var commandLine = new ConfigurationManager();
        commandLine.AddCommandLine(options.Args ?? []);
        Data = new DataFolder(Path.GetFullPath(commandLine["data"] ?? Path.Combine(RepositoryDirectory, ".atlas")));
    }

    /// <summary>Settings from <c>appsettings.json</c>, the environment and the command line; the last wins.</summary>
    public ConfigurationManager Configuration { get; } = new();

    /// <summary>The environment in which the system runs: Development unless the environment variables say otherwise.</summary>
    public IHostEnvironment Environment { get; }

    internal string AppHostDirectory { get; }

    internal string RepositoryDirectory => Path.GetFullPath(Path.Combine(AppHostDirectory, ".."));

    internal bool Dashboard { get; }

    internal DataFolder Data { get; }

    internal List<Resource> Resources { get; } = [];

    /// <summary>Ends the description.</summary>
    public DistributedApplication Build() => new(this);

    internal IResourceBuilder<T> Add<T>(T resource)
        where T : Resource
    {
        if (Resources.Exists(r => r.Name == resource.Name))
            throw new ArgumentException($"Two resources are named {resource.Name}.", nameof(resource));

        Resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }
}
